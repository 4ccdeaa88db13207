import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { parse } from 'qs';

import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';

import { explain } from '../../../../src/attempts/explain';
import type { LoginError } from '../../../../src/errors';
import type { HttpRequest } from '../../../../src/ports/transport';
import type { Traits } from '../../../../src/providers/definition/definition';
import { neededKeys, OwnKeys } from '../../../../src/providers/ownKeys';
import { okta } from '../../../../src/providers/sections/okta';
import { resolveProvider } from '../../../../src/settings/resolveProvider';
import { protocols } from '../../../../src/sign-in/protocols';
import { textsFor } from '../../../../src/texts/texts';
import { portsWith } from '../../support/ports';
import { MemorySettings } from '../../support/settings';
import { MemoryStore } from '../../support/store';
import { ScriptedTransport } from '../../support/transport';

/*
 * How the client proves itself to the token endpoint, as the provider's document, the form and the definition have it.
 */

const issuer = 'https://id.example.com';
const now = Date.UTC(2030, 0, 1);
const secret = 'a-secret-of-more-than-32-characters';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const ofKind = (namedCurve: string): string =>
	generateKeyPairSync('ec', { namedCurve }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

interface Trial {
	readonly traits?: Partial<Traits>;
	readonly secret?: string;
	/** What the document says besides. */
	readonly document?: object;
	/** Of the token endpoint, for a code that it never gave out. */
	readonly error?: string;
	/** The only way that the provider lets this client use. */
	readonly takes?: string;
}

/** One instance of the app, and the provider. */
async function setUp(
	{ traits, document, error = 'invalid_grant', takes, ...more }: Trial,
	store: MemoryStore = new MemoryStore(),
) {
	const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };
	const transport = new ScriptedTransport((request, { pathname }) =>
		pathname === '/token'
			? { status: 400, body: { error: takes && proofOf(request).method !== takes ? 'invalid_client' : error } }
			: { body: { issuer, ...endpoints, jwks_uri: `${issuer}/jwks`, ...document } },
	);
	const appSettings = new MemorySettings({
		...{ Accounts_OAuth_Okta: true, Accounts_OAuth_Okta_issuer: issuer },
		...{ Accounts_OAuth_Okta_id: 'chat', Accounts_OAuth_Okta_secret: more.secret ?? secret },
	});
	const ports = portsWith({ transport, store, appSettings, now: () => now });
	const context = await resolveProvider({ ...okta, traits: { ...okta.traits, ...traits } }, ports);
	const params = { code: 'c0de', state: secrets.state };
	const failure = (error_: LoginError): LoginError => error_;
	return {
		/** The ways in which the token endpoint was asked so far. */
		ways: () => transport.requests.filter(({ method }) => method === 'POST').map((one) => proofOf(one).method),
		sent: () => transport.requests.filter(({ method }) => method === 'POST'),
		published: () => new OwnKeys(ports).published(context.instance, neededKeys(context.provider.traits)),
		look: () => protocols.openid.probe(context, ports).catch(failure),
		start: () => protocols.openid.begin(context, secrets, ports).catch(failure),
		redeem: () => protocols.openid.authenticate(params, secrets, context, ports).catch(failure),
	};
}

/** Has the provider looked at the client. @returns how that and a start ended, and what the token endpoint was sent */
async function probe(trial: Trial) {
	const { look, start, sent, ...others } = await setUp(trial);
	return { outcome: await look(), started: await start(), sent: sent(), look, ...others };
}

const secrets = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };

interface Proof {
	readonly method: string;
	readonly assertion: string;
}

function proofOf({ headers, body }: HttpRequest): Proof {
	const form = parse(body!) as Record<string, string | undefined>;
	const ways = {
		client_secret_basic: headers?.authorization,
		client_secret_post: form.client_secret,
		jwt: form.client_assertion,
	};
	const found = Object.entries(ways).filter(([, value]) => value !== undefined);
	expect(found.length).toBeLessThan(2);
	const [method = 'none', assertion = ''] = found[0] ?? [];
	if (method !== 'client_secret_basic') expect(form.client_id).toBe('chat');
	if (method === 'jwt') {
		expect(form.client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
	}
	return { method, assertion };
}

test.each<[string, Trial, string]>([
	['a document that says nothing', {}, 'client_secret_basic'],
	['a document with post alone', { document: methods('client_secret_post') }, 'client_secret_post'],
	[
		'a document with an assertion alone',
		{ document: methods('private_key_jwt', 'client_secret_jwt') },
		'client_secret_jwt',
	],
	['a document with both', { document: methods('client_secret_post', 'client_secret_basic') }, 'client_secret_basic'],
	[
		'a document with Basic alone, and a secret that it escapes',
		{ secret: 'a:b/c+1=%', document: methods('client_secret_basic') },
		'client_secret_basic',
	],
	[
		'a form with the header, and a document without it',
		{ traits: { secretSentVia: 'header' }, document: methods('private_key_jwt') },
		'client_secret_basic',
	],
	['a form with the payload', { traits: { secretSentVia: 'payload' } }, 'client_secret_post'],
	['a key in the place of the secret', { secret: pem }, 'private_key_jwt'],
	['a key, and a form with the payload', { secret: pem, traits: { secretSentVia: 'payload' } }, 'private_key_jwt'],
	[
		'a definition, whatever form and document say',
		{
			traits: { clientAuthentication: 'client_secret_jwt', secretSentVia: 'header' },
			document: methods('client_secret_post'),
		},
		'client_secret_jwt',
	],
	['a document with public clients alone', { document: methods('none') }, 'none'],
	['a public client', { traits: { clientAuthentication: 'none' } }, 'none'],
	['a public client with a key that is left over', { secret: pem, traits: { clientAuthentication: 'none' } }, 'none'],
])('%s: %#', async (_, trial, method) => {
	const { sent, outcome } = await probe(trial);
	expect(outcome).toBe('passed');
	const proof = proofOf(sent[0]!);
	expect(proof.method).toBe(method.replace(/.*_jwt$/, 'jwt'));
	if (!method.endsWith('_jwt')) return;
	const key = method === 'private_key_jwt' ? publicKey : createSecretKey(Buffer.from(secret));
	const options = { issuer: 'chat', subject: 'chat', audience: issuer, currentDate: new Date(now) };
	await expect(jwtVerify(proof.assertion, key, options)).resolves.toBeDefined();
});

function methods(...names: string[]): object {
	return { token_endpoint_auth_methods_supported: names };
}

test('name of the key, audience and algorithm are as definition and document say', async () => {
	const { sent } = await probe({
		secret: pem,
		traits: { clientKeyId: 'key-1', clientAssertionAudience: `${issuer}/token` },
		document: { token_endpoint_auth_signing_alg_values_supported: ['ES256', 'PS256'] },
	});
	const { assertion } = proofOf(sent[0]!);
	expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'PS256', kid: 'key-1' });
	expect(decodeJwt(assertion).aud).toBe(`${issuer}/token`);
});

describe('a key that the app makes', () => {
	const traits = { ownSigningKey: 'PS256' } as const;

	test('signs, by the name under which it is published, and takes the place of a secret that is left over', async () => {
		const { sent, outcome, published } = await probe({ traits });
		expect(outcome).toBe('passed');
		const { assertion } = proofOf(sent[0]!);
		const [key] = await published();
		expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'PS256', kid: key!.kid });
		const options = { issuer: 'chat', subject: 'chat', audience: issuer, currentDate: new Date(now) };
		await expect(jwtVerify(assertion, await importJWK(key!), options)).resolves.toBeDefined();
		expect(sent[0]!.body).not.toContain(secret);
	});

	test.each<[string, Trial, string]>([
		['can not verify it', { document: algorithms('RS256') }, 'provider_incomplete'],
		['does not know it', { error: 'invalid_client' }, 'client_refused'],
	])('a provider that %s is told by the address of the keys', async (_, trial, code) => {
		const { outcome } = await probe({ traits, ...trial });
		expect(outcome).toMatchObject({ code });
		expect(causes(outcome as LoginError)).toEqual([t('cause_own_key', labels)]);
	});
});

function algorithms(...names: string[]): object {
	return { token_endpoint_auth_signing_alg_values_supported: names };
}

test('a secret signs with an algorithm of the document', async () => {
	const { sent } = await probe({
		traits: { clientAuthentication: 'client_secret_jwt' },
		document: { token_endpoint_auth_signing_alg_values_supported: ['RS256', 'HS512'] },
	});
	expect(decodeProtectedHeader(proofOf(sent[0]!).assertion)).toEqual({ alg: 'HS512' });
});

test.each<[string, string[]]>([
	['only a key', ['private_key_jwt']],
	['only certificates', ['tls_client_auth', 'self_signed_tls_client_auth']],
	['only a key and public clients', ['none', 'private_key_jwt']],
])('a document that offers %s keeps the secret here, and the sign-in from beginning', async (_, names) => {
	const { sent, outcome, started } = await probe({ document: methods(...names) });
	const detail = `the document offers only ${names.join(', ')}`;
	for (const failure of [outcome, started]) expect(failure).toMatchObject({ code: 'provider_incomplete', detail });
	expect(sent).toEqual([]);
	expect(causes(outcome as LoginError)).toEqual([t('cause_client_method', { ...labels, detail: names.join(', ') })]);
});

test.each(['client_secret_basic', 'client_secret_post'])(
	'a provider that announces both may take one alone: %s is found before anybody meets it',
	async (takes) => {
		const document = methods('client_secret_basic', 'client_secret_post');
		const { outcome, look, redeem, ways } = await probe({ document, takes });
		expect([outcome, ways().at(-1)]).toEqual(['passed', takes]);
		const before = ways().length;
		expect(await look()).toBe('passed');
		// A sign-in shows its code once, and in that way.
		await redeem();
		expect(ways().slice(before)).toEqual([takes, takes]);
	},
);

test('what another instance finds out is seen after the next refusal', async () => {
	const document = methods('client_secret_basic', 'client_secret_post');
	const trial = { document, takes: 'client_secret_post' };
	const store = new MemoryStore();
	const [one, other] = [await setUp(trial, store), await setUp(trial, store)];
	await one.redeem();
	expect(await other.look()).toBe('passed');
	await one.redeem();
	expect(one.ways()).toEqual(['client_secret_basic', 'client_secret_post']);
});

test.each<[string, Trial]>([
	['a form that says how', { traits: { secretSentVia: 'header' } }],
	['a document that offers one', { document: methods('client_secret_basic') }],
])('with %s, the other way is a cure for the admin to choose, and is not taken', async (_, trial) => {
	const document = methods('client_secret_basic', 'client_secret_post');
	const { outcome, redeem, ways } = await probe({ document, takes: 'client_secret_post', ...trial });
	expect(outcome).toMatchObject({ detail: expect.stringMatching(/; the secret is accepted as Payload$/) as string });
	await redeem();
	expect(ways().at(-1)).toBe('client_secret_basic');
});

test('a document with public clients alone is no use without PKCE', async () => {
	const { outcome, sent } = await probe({ traits: { withoutPkce: true }, document: methods('none') });
	expect([outcome, sent]).toEqual([expect.objectContaining({ code: 'provider_incomplete' }), []]);
});

test('a refused client is told what the document offers, where it does something else', async () => {
	const { outcome } = await probe({
		traits: { clientAuthentication: 'client_secret_jwt' },
		document: methods('private_key_jwt'),
		error: 'invalid_client',
	});
	expect(outcome).toMatchObject({ code: 'client_refused' });
	expect((outcome as LoginError).detail).toMatch(/; the document offers only private_key_jwt$/);
});

const { t } = textsFor('en', undefined);
const causes = (failure: LoginError): readonly string[] =>
	explain(failure, undefined, textsFor('en', undefined)).paragraphs;
const labels = {
	...{ clientSecret: t('client_secret'), definition: t('provider_definition') },
	tokenSentVia: t('token_sent_via'),
};

describe('a key that can not be used is told, and nothing is sent', () => {
	const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
	test.each<[string, Trial, string]>([
		[
			'one that Basic would send',
			{ traits: { clientAuthentication: 'client_secret_basic' } },
			'not for client_secret_basic',
		],
		[
			'one that the form would send',
			{ traits: { clientAuthentication: 'client_secret_post' } },
			'not for client_secret_post',
		],
		['one as a shared secret', { traits: { clientAuthentication: 'client_secret_jwt' } }, 'not for client_secret_jwt'],
		['no key', { secret, traits: { clientAuthentication: 'private_key_jwt' } }, 'invalid'],
		['another curve', { secret: ofKind('P-521') }, 'unsupported'],
		['a short one', { secret: short.export({ type: 'pkcs8', format: 'pem' }) as string }, 'too short for RS256'],
		[
			'one that the provider can not verify',
			{ document: { token_endpoint_auth_signing_alg_values_supported: ['ES256', 'EdDSA'] } },
			'the provider takes ES256, EdDSA',
		],
	])('%s', async (_, trial, reason) => {
		const { sent, outcome } = await probe({ secret: pem, ...trial });
		expect(outcome).toMatchObject({ code: 'provider_incomplete', detail: expect.stringContaining(reason) as string });
		expect(sent).toEqual([]);
		expect(causes(outcome as LoginError)).toEqual([t('cause_client_key', labels)]);
	});
});

test('an assertion that is refused is told with what the provider has to know, and is tried in no other way', async () => {
	const { sent, outcome } = await probe({ secret: pem, traits: { clientKeyId: 'key-1' }, error: 'invalid_client' });
	expect(outcome).toMatchObject({
		code: 'client_refused',
		detail: expect.stringMatching(
			/; assertion signed with RS256, kid key-1, for https:\/\/id\.example\.com$/,
		) as string,
	});
	expect(causes(outcome as LoginError)).toEqual([t('cause_client_assertion', labels)]);
	expect(sent).toHaveLength(1);
});
