import { parse } from 'qs';

import type { AttemptSecrets } from '../../../../src/sign-in/protocols/protocol';
import { resolveProvider } from '../../../../src/settings/resolveProvider';
import { protocols } from '../../../../src/sign-in/protocols';
import type { Identity } from '../../../../src/identity/identity';
import type { HttpRequest } from '../../../../src/ports/transport';
import type { Traits } from '../../../../src/providers/definition/definition';
import { okta } from '../../../../src/providers/sections/okta';
import type { Behaviour } from '../../../hostile/faults';
import { testedProvider } from '../../../hostile/testedProvider';
import { nodeTransport } from '../../oauth/nodeTransport';
import { portsWith, workspaceSettings } from '../../support/ports';
import { MemorySettings } from '../../support/settings';
import type { Answer } from '../../support/transport';
import { ScriptedTransport } from '../../support/transport';

const provider = testedProvider();

const secrets: AttemptSecrets = { state: 's'.repeat(56), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };

interface Trial {
	readonly traits?: Partial<Traits>;
	readonly behaviour?: Behaviour;
	/** What comes back beside the code and the state. */
	readonly params?: object;
	/** What UserInfo answers in the place of the provider. */
	readonly userinfo?: object;
	readonly userinfoStatus?: number;
	/** Groups are read only where something depends on them. */
	readonly requiredGroup?: string;
	/** What comes from a path in the place of the provider's own answer. */
	readonly answers?: Readonly<Record<string, (request: HttpRequest) => Answer | Promise<Answer>>>;
}

/** Somebody who has signed in there, and what was asked for it. */
async function signIn({
	traits,
	behaviour = {},
	params,
	userinfo,
	userinfoStatus = 200,
	answers = {},
	requiredGroup = '',
}: Trial) {
	provider.set(behaviour);
	const transport = new ScriptedTransport((request: HttpRequest, { pathname }) => {
		if (userinfo && pathname === '/userinfo') return { status: userinfoStatus, body: userinfo };
		return Object.hasOwn(answers, pathname) ? answers[pathname]!(request) : nodeTransport.send(request);
	});
	const { issuer, clientId, clientSecret } = provider;
	const appSettings = new MemorySettings({
		...{ Accounts_OAuth_Okta: true, Accounts_OAuth_Okta_issuer: traits?.issuer ? '' : issuer },
		Accounts_OAuth_Okta_required_group: requiredGroup,
		...{ Accounts_OAuth_Okta_id: clientId, Accounts_OAuth_Okta_secret: clientSecret },
	});
	const serverSettings = new MemorySettings({ ...workspaceSettings, Site_Url: 'http://127.0.0.1:3000' });
	const ports = portsWith({ transport, appSettings, serverSettings });
	const context = await resolveProvider({ ...okta, traits: { ...okta.traits, ...traits } }, ports);
	const { location } = await protocols.openid.begin(context, secrets, ports);
	const { headers } = await nodeTransport.send({ method: 'GET', url: location });
	const answer = { ...parse(new URL(headers.location!).search.slice(1)), ...params };
	const authenticated = await protocols.openid.authenticate(answer, secrets, context, ports);
	return { authenticated, transport, asked: () => transport.calls.filter((call) => call === 'GET /userinfo').length };
}

const described = async (trial: Trial): Promise<Identity> => (await signIn(trial)).authenticated.profile.get();
const nameless: Behaviour = { claims: { name: undefined } };

test('the provider is asked for more only where the id_token lacks something, only when it is wanted, and once', async () => {
	const full = await signIn({});
	expect(await full.authenticated.profile.get()).toMatchObject({
		subject: 'robin-1',
		username: 'robin',
		name: 'Robin Doe',
	});
	expect(full.asked()).toBe(0);

	const bare = await signIn({ behaviour: nameless, userinfo: { sub: 'robin-1', name: 'Robin' } });
	expect([bare.authenticated.key.subject, bare.authenticated.key.issuer, bare.asked()]).toEqual([
		'robin-1',
		provider.issuer,
		0,
	]);
	const [one, other] = await Promise.all([bare.authenticated.profile.get(), bare.authenticated.profile.get()]);
	expect([one.name, other, bare.asked()]).toEqual(['Robin', one, 1]);
});

test('where both say something, the id_token counts: it is signed', async () => {
	const userinfo = { sub: 'robin-1', name: 'Robin', email: 'ceo@example.com', preferred_username: 'ceo' };
	expect(await described({ behaviour: nameless, userinfo })).toMatchObject({
		...{ name: 'Robin', email: 'robin@example.com', username: 'robin' },
	});
});

describe('an address and its flag are of one document', () => {
	const robin = 'robin@example.com';
	test.each<[string, object, object, [email: string | undefined, verified: boolean]]>([
		['a flag of UserInfo alone', { email_verified: undefined }, { email_verified: true }, [robin, false]],
		[
			'a flag of UserInfo for another address',
			{ email_verified: undefined },
			{ email: 'eve@example.com', email_verified: true },
			[robin, false],
		],
		[
			'a flag of UserInfo for the same address',
			{ email_verified: undefined },
			{ email: 'Robin@example.com', email_verified: true },
			[robin, true],
		],
		['a flag of the id_token alone', { email: undefined }, { email: 'ceo@example.com' }, ['ceo@example.com', false]],
		[
			'a flag of the id_token, and UserInfo denies',
			{ email: undefined },
			{ email: 'ceo@example.com', email_verified: false },
			['ceo@example.com', false],
		],
		[
			'both of UserInfo',
			{ email: undefined, email_verified: undefined },
			{ email: 'eve@example.com', email_verified: true },
			['eve@example.com', true],
		],
		['both of the id_token', { name: undefined }, { name: 'Robin' }, [robin, true]],
		[
			'both of the id_token, and UserInfo denies',
			{ name: undefined },
			{ email: robin, email_verified: false },
			[robin, false],
		],
	])('%s', async (_name, claims, userinfo, expected) => {
		const trial = { behaviour: { claims: { ...claims } }, userinfo: { sub: 'robin-1', ...userinfo } };
		const { email, emailVerified } = await described(trial);
		expect([email, emailVerified]).toEqual(expected);
	});
});

test("somebody else's UserInfo ends the sign-in", async () => {
	const trial = described({ behaviour: nameless, userinfo: { sub: 'other', name: 'Other' } });
	await expect(trial).rejects.toMatchObject({ code: 'userinfo_subject_mismatch' });
});

describe('a UserInfo endpoint that fails', () => {
	const groups = { claims: { ...okta.traits.claims, groups: 'groups' } };
	const failing: Trial = { behaviour: nameless, userinfo: { error: 'x' }, userinfoStatus: 401 };

	test('keeps nobody out whom the id_token describes; what it would have said stays unknown', async () => {
		const identity = await described({ ...failing, traits: groups, requiredGroup: 'staff' });
		expect(identity).toMatchObject({ subject: 'robin-1', username: 'robin' });
		expect([identity.name, identity.groups]).toEqual([undefined, 'absent']);
	});

	test('ends the sign-in where it is required', async () => {
		const trial = described({ ...failing, traits: { userinfo: 'required' } });
		await expect(trial).rejects.toMatchObject({ code: 'userinfo_failed' });
	});

	test('ends it where the id_token has nothing but an id', async () => {
		const claims = { name: undefined, preferred_username: undefined, nickname: undefined, email: undefined };
		const trial = described({ ...failing, behaviour: { claims } });
		await expect(trial).rejects.toMatchObject({ code: 'userinfo_failed' });
	});

	test('is not asked where it is off', async () => {
		const { authenticated, asked } = await signIn({ ...failing, traits: { userinfo: 'off' } });
		expect([(await authenticated.profile.get()).username, asked()]).toEqual(['robin', 0]);
	});
});

describe('a signed UserInfo', () => {
	const signed = (claims: object): Trial => ({
		behaviour: nameless,
		answers: {
			'/userinfo': async () => ({
				headers: { 'content-type': 'application/jwt' },
				body: await provider.sign({
					iss: provider.issuer,
					aud: provider.clientId,
					sub: 'robin-1',
					name: 'Robin',
					...claims,
				}),
			}),
		},
	});
	const required = (trial: Trial): Promise<Identity> => described({ ...trial, traits: { userinfo: 'required' } });

	test('counts once it is verified', async () => {
		expect((await required(signed({}))).name).toBe('Robin');
	});

	test.each<[string, object, string]>([
		['of another issuer', { iss: 'https://other.example.com' }, 'userinfo_failed'],
		['for another client', { aud: 'another-client' }, 'userinfo_failed'],
		['about another person', { sub: 'other' }, 'userinfo_subject_mismatch'],
	])('one %s is refused', async (_, claims, code) => {
		await expect(required(signed(claims))).rejects.toMatchObject({ code });
	});

	test('one that nobody has signed is refused', async () => {
		const body = (await provider.sign({ sub: 'robin-1' })).replace(/[^.]+$/, 'AAAA');
		const answers = { '/userinfo': () => ({ headers: { 'content-type': 'application/jwt' }, body }) };
		await expect(required({ behaviour: nameless, answers })).rejects.toMatchObject({ code: 'userinfo_failed' });
	});
});

describe('claims of the access token', () => {
	const traits: Partial<Traits> = {
		accessTokenClaims: true,
		claims: { ...okta.traits.claims, groups: 'realm_access.roles' },
	};
	const now = Math.floor(Date.now() / 1000);

	/** The provider's own answer with an access token that says so. */
	const withToken = (claims: object, header?: object): Trial => ({
		traits,
		requiredGroup: 'staff',
		userinfo: { sub: 'robin-1' },
		answers: {
			'/token': async (request) => {
				const answer = await nodeTransport.send(request);
				const own = { iss: provider.issuer, sub: 'robin-1', azp: provider.clientId, exp: now + 300 };
				const access_token = await provider.sign({ ...own, realm_access: { roles: ['staff'] }, ...claims }, header);
				return { ...answer, body: { ...(JSON.parse(answer.body) as object), access_token } };
			},
		},
	});

	test.each<[string, object | undefined]>([
		['JWT', undefined],
		['at+jwt', { typ: 'at+jwt' }],
	])('count where it is one of the provider, of the type %s', async (_, header) => {
		expect((await described(withToken({}, header))).groups).toEqual(['staff']);
	});

	test('do not count unless the definition says so', async () => {
		const { groups } = await described({ ...withToken({}), traits: { claims: traits.claims! } });
		expect(groups).toBe('absent');
	});

	test.each<[string, object]>([
		['of another issuer', { iss: 'https://other.example.com' }],
		['about another person', { sub: 'other' }],
		['for another client', { azp: 'another-client' }],
		['that is over', { exp: now - 1 }],
		['without an end', { exp: undefined }],
	])('end the sign-in where the token is one %s', async (_, claims) => {
		await expect(described(withToken(claims))).rejects.toMatchObject({ code: 'id_token_invalid' });
	});
});

test('a public client sends no secret, neither in the header nor in the form', async () => {
	const { transport } = await signIn({
		traits: { clientAuthentication: 'none' },
		answers: {
			// The provider of these tests knows no public clients.
			'/token': ({ headers, body, ...request }) =>
				nodeTransport.send({
					...request,
					headers,
					body: `${body}&client_secret=${encodeURIComponent(provider.clientSecret)}`,
				}),
		},
	});
	const sent = transport.requests.find(({ url }) => url.endsWith('/token'))!;
	expect(sent.headers).not.toHaveProperty('authorization');
	const form = parse(sent.body!);
	expect(form).toMatchObject({ client_id: provider.clientId, code_verifier: secrets.verifier });
	expect(form).not.toHaveProperty('client_secret');
});

describe('a token that is signed with the client secret', () => {
	const traits: Partial<Traits> = { insecureSharedSecretSignature: true };

	test.each<[string, Partial<Traits>, Behaviour['idToken']]>([
		['of any other provider', {}, 'hs256ClientSecret'],
		['by the provider’s public key', traits, 'hs256PublicKey'],
		['with the provider’s key after all', traits, undefined],
	])('is refused: one %s', async (_, chosen, idToken) => {
		await expect(signIn({ traits: chosen, behaviour: { idToken } })).rejects.toMatchObject({
			code: expect.stringMatching(/^id_token_(invalid|signature)$/) as string,
		});
	});

	test('is taken where the definition says so', async () => {
		const { authenticated } = await signIn({ traits, behaviour: { idToken: 'hs256ClientSecret' } });
		expect(authenticated.key.subject).toBe('robin-1');
	});
});

describe('an issuer for each tenant', () => {
	/** The provider's own documents under the template; its tokens name the tenant. */
	const ofTenant = (tenant: string, answering = 'two'): Trial => ({
		params: { iss: `${provider.issuer}/${answering}` },
		traits: {
			issuer: `${provider.issuer}/{tenantid}`,
			discoveryUrl: 'https://login.example.com/document',
			tenants: ['one', 'two'],
		},
		answers: {
			'/document': async () => {
				const document = await nodeTransport.send({
					method: 'GET',
					url: `${provider.issuer}/.well-known/openid-configuration`,
				});
				return {
					...document,
					body: { ...(JSON.parse(document.body) as object), issuer: `${provider.issuer}/{tenantid}` },
				};
			},
			'/token': async (request) => {
				const answer = await nodeTransport.send(request);
				const body = JSON.parse(answer.body) as { id_token: string };
				const claims = JSON.parse(Buffer.from(body.id_token.split('.')[1]!, 'base64url').toString()) as object;
				const iss = `${provider.issuer}/${tenant}`;
				return { ...answer, body: { ...body, id_token: await provider.sign({ ...claims, iss }) } };
			},
		},
	});

	test('is who the person is known by, whatever the document names', async () => {
		const { authenticated } = await signIn(ofTenant('two'));
		expect(authenticated.key).toMatchObject({ issuer: `${provider.issuer}/two`, subject: 'robin-1' });
		expect((await authenticated.profile.get()).issuer).toBe(`${provider.issuer}/two`);
	});

	test.each(['three', '{tenantid}', 'one/two', ''])('is refused where it is not on the list: %p', async (tenant) => {
		await expect(signIn(ofTenant(tenant))).rejects.toMatchObject({ code: 'id_token_issuer' });
	});

	test('an answer of another tenant is refused before its code is used', async () => {
		await expect(signIn(ofTenant('two', 'three'))).rejects.toMatchObject({ code: 'response_issuer_mismatch' });
	});
});

describe('the document', () => {
	const elsewhere = 'https://elsewhere.example.com/document';

	test('is read where the definition says that it is', async () => {
		const { transport } = await signIn({
			traits: { discoveryUrl: elsewhere },
			answers: {
				'/document': () =>
					nodeTransport.send({ method: 'GET', url: `${provider.issuer}/.well-known/openid-configuration` }),
			},
		});
		expect(transport.calls).toContain('GET /document');
		expect(transport.calls).not.toContain('GET /.well-known/openid-configuration');
	});

	test('is not asked for where every endpoint is named', async () => {
		const { authenticated, transport } = await signIn({
			traits: {
				...{ withoutDiscovery: true, authorizePath: `${provider.issuer}/authorize` },
				...{ tokenPath: `${provider.issuer}/token`, jwksPath: `${provider.issuer}/jwks` },
			},
		});
		expect(authenticated.key.issuer).toBe(provider.issuer);
		expect(transport.calls).not.toContain('GET /.well-known/openid-configuration');
	});

	test('is read again, once, for a token with an algorithm that it does not have', async () => {
		let documents = 0;
		const { authenticated } = await signIn({
			answers: {
				'/.well-known/openid-configuration': async (request) => {
					documents += 1;
					const answer = await nodeTransport.send(request);
					const document = JSON.parse(answer.body) as { id_token_signing_alg_values_supported: string[] };
					if (documents === 1) document.id_token_signing_alg_values_supported = ['PS512'];
					return { ...answer, body: document };
				},
			},
		});
		expect([authenticated.key.subject, documents]).toEqual(['robin-1', 2]);
	});
});

describe('an id_token that is for others, too', () => {
	const others: Partial<Traits> = { otherAudiences: true };

	test('is taken where the provider is known for it, and where the client is who it was given to', async () => {
		const { authenticated } = await signIn({ traits: others, behaviour: { idToken: 'audWithForeignAzpUs' } });
		expect(authenticated.key.subject).toBe('robin-1');
	});

	test.each<[string, Partial<Traits>, Behaviour['idToken']]>([
		['of any other provider', {}, 'audWithForeignAzpUs'],
		['that does not say to whom it was given', others, 'audWithForeign'],
		['that was given to another client', others, 'azpOther'],
		['that is for the others only', others, 'audOthers'],
	])('is refused: one %s', async (_, traits, idToken) => {
		await expect(signIn({ traits, behaviour: { idToken } })).rejects.toMatchObject({ code: 'id_token_audience' });
	});
});

test('who it is stands in `sub`, whatever is mapped', async () => {
	const claims = { ...okta.traits.claims, subject: 'email' };
	const { authenticated } = await signIn({ traits: { claims } });
	expect([authenticated.key.subject, (await authenticated.profile.get()).subject]).toEqual(['robin-1', 'robin-1']);
});

describe('a name in the form', () => {
	const form = (user: unknown, more: Trial = {}): Promise<Identity> =>
		described({
			traits: { nameInForm: true },
			behaviour: nameless,
			userinfo: { sub: 'robin-1' },
			params: { user },
			...more,
		});

	test.each<[string, unknown, string | undefined]>([
		['as Apple writes it', '{"name":{"firstName":"Robin","lastName":"Doe"},"email":"x@y.com"}', 'Robin Doe'],
		['half of it', '{"name":{"lastName":" Doe "}}', 'Doe'],
		['with a middle name', '{"name":{"firstName":"R","middleName":"M","lastName":"D"}}', 'R D'],
		['that is drawn backwards', '{"name":{"firstName":"\\u202eboR\\u0000","lastName":"\\n Doe"}}', 'boR Doe'],
		['that is very long', `{"name":{"firstName":"${'a'.repeat(100)}"}}`, 'a'.repeat(60)],
		['that has only blanks', '{"name":{"firstName":" ","lastName":""}}', undefined],
		['that is one text', '{"name":"Robin Doe"}', undefined],
		['whose parts are no texts', '{"name":{"firstName":{"a":1},"lastName":["b"]}}', undefined],
		['of nobody', '{"name":null}', undefined],
		['in no form', undefined, undefined],
		['that a parser has taken apart', { name: { firstName: 'Robin' } }, undefined],
		['there twice', ['{"name":{"firstName":"A"}}', '{"name":{"firstName":"B"}}'], undefined],
		['in something else than JSON', 'Robin', undefined],
		['in a list', '[{"name":{"firstName":"Robin"}}]', undefined],
		['in more than four thousand characters', `{"name":{"firstName":"Robin"},"x":"${'x'.repeat(5000)}"}`, undefined],
		['in __proto__', '{"__proto__":{"name":{"firstName":"Robin"}}}', undefined],
	])('%s', async (_name, user, name) => expect((await form(user)).name).toBe(name));

	test('is a name and nothing else: whoever changes the form is nobody else by that', async () => {
		const claims = {
			sub: 'x',
			email: 'ceo@example.com',
			email_verified: true,
			preferred_username: 'ceo',
			groups: ['admin'],
		};
		const user = JSON.stringify({ name: { firstName: 'CEO', ...claims }, ...claims });
		expect(await form(user)).toMatchObject({
			...{ subject: 'robin-1', username: 'robin', email: 'robin@example.com', name: 'CEO', groups: undefined },
		});
	});

	test('is found by no template: a field that is made of the name is made of a signed one', async () => {
		const claims = { ...okta.traits.claims, username: 'name', email: '{{name}}@example.com' };
		const user = '{"name":{"firstName":"ceo"}}';
		const identity = await form(user, { traits: { nameInForm: true, claims } });
		expect(identity).toMatchObject({ name: 'ceo', username: undefined, email: undefined });
	});

	test('does not take the place of a signed one', async () => {
		const user = '{"name":{"firstName":"CEO"}}';
		expect((await form(user, { behaviour: {} })).name).toBe('Robin Doe');
	});

	test('is read only where the provider is known to send it', async () => {
		const trial = {
			behaviour: nameless,
			userinfo: { sub: 'robin-1' },
			params: { user: '{"name":{"firstName":"CEO"}}' },
		};
		expect((await described(trial)).name).toBeUndefined();
	});
});
