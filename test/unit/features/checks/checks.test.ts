import { okta } from '../../../../src/providers/sections/okta';
import { runChecks } from '../../../../src/features/checks/checks';
import { dryRunAnswer, dryRunState } from '../../../../src/sign-in/dryRun';
import type { Server } from '../../support/workspace';
import { issuer, readyWorkspace } from '../../support/workspace';

const time = 1_700_000_000_000;
const date = (seconds: number): Record<string, string> => ({ date: new Date(time + seconds * 1000).toUTCString() });
const key = {
	kty: 'EC',
	crv: 'P-256',
	x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
	y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};
const discovery = {
	...{ issuer, jwks_uri: `${issuer}/keys` },
	...{ authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
};

/** A provider with nothing wrong, but for what is. */
const providerWith =
	(wrong: Record<string, ReturnType<Server>> = {}): Server =>
	(_request, { pathname }) =>
		wrong[pathname] ??
		{
			'/.well-known/openid-configuration': { body: discovery },
			'/keys': { body: { keys: [{ ...key, kid: '1', use: 'sig', alg: 'ES256' }] }, headers: date(5) },
			'/token': { status: 400, body: { error: 'invalid_grant' } },
			'/authorize': { body: dryRunAnswer({ state: dryRunState, error: 'login_required' }) },
		}[pathname] ?? { status: 404 };

const document = (more: object): Record<string, ReturnType<Server>> => ({
	'/.well-known/openid-configuration': { body: { ...discovery, ...more } },
});

async function outcomes(wrong?: Record<string, ReturnType<Server>>, settings: Record<string, unknown> = {}) {
	const world = readyWorkspace(providerWith(wrong));
	world.clock.time = time;
	world.appSettings.change({ Accounts_OAuth_Okta: false, ...settings });
	const checks = await runChecks(okta, world.ports);
	return Object.fromEntries(checks.map(({ name, outcome, failure }) => [name, failure?.code ?? outcome]));
}

const allPassed = {
	...{ workspace: 'passed', discovery: 'passed', settings: 'passed', keys: 'passed', clock: 'passed' },
	...{ client: 'passed', redirect_uri: 'passed' },
};

test('a provider that is set up right, and not switched on', async () => expect(await outcomes()).toEqual(allPassed));

test.each<[string, Record<string, ReturnType<Server>>, object]>([
	['a wrong secret', { '/token': { status: 401, body: { error: 'invalid_client' } } }, { client: 'client_refused' }],
	[
		'a wrong secret, told with 400',
		{ '/token': { status: 400, body: { error: 'invalid_client' } } },
		{ client: 'client_refused' },
	],
	[
		'a client that may not do that',
		{ '/token': { status: 400, body: { error: 'unauthorized_client' } } },
		{ client: 'client_refused' },
	],
	[
		'a token endpoint that says something else',
		{ '/token': { status: 400, body: { error: 'strange' } } },
		{ client: 'unknown' },
	],
	[
		'a callback URL that nobody registered',
		{ '/authorize': { status: 400, body: 'Invalid redirect_uri' } },
		{ redirect_uri: 'callback_not_approved' },
	],
	...(
		[
			['invalid_scope', 'provider_error'],
			['unauthorized_client', 'client_refused'],
			['unsupported_response_type', 'provider_error'],
			['invalid_request', 'unknown'],
			['consent_required', 'passed'],
		] as const
	).map(([error, redirect_uri]): [string, Record<string, ReturnType<Server>>, object] => [
		`a provider that sends ${error}`,
		{ '/authorize': { body: dryRunAnswer({ state: dryRunState, error }) } },
		{ redirect_uri },
	]),
	[
		'a scope that the provider refuses on a page of its own',
		{ '/authorize': { status: 400, body: 'Error: invalid scope' } },
		{ redirect_uri: 'provider_error' },
	],
	[
		'scopes without the one that is asked for',
		{ '/.well-known/openid-configuration': { body: { ...discovery, scopes_supported: ['openid', 'profile'] } } },
		{ scope: 'provider_error' },
	],
	[
		'scopes with all that are asked for',
		{
			'/.well-known/openid-configuration': { body: { ...discovery, scopes_supported: ['openid', 'profile', 'email'] } },
		},
		{ scope: 'passed' },
	],
	['a provider that shows its login page', { '/authorize': { body: 'Please sign in' } }, { redirect_uri: 'unknown' }],
	[
		'a clock that is an hour ahead',
		{ '/keys': { body: { keys: [key] }, headers: date(-3600) } },
		{ clock: 'clock_wrong' },
	],
	['no clock', { '/keys': { body: { keys: [key] } } }, { clock: 'unknown' }],
	[
		'a document without the address of keys',
		{ '/.well-known/openid-configuration': { body: { ...discovery, jwks_uri: undefined } } },
		{ keys: 'jwks_unavailable', clock: 'unknown' },
	],
	[
		'tokens that are signed with the client secret alone',
		document({ id_token_signing_alg_values_supported: ['HS256', 'none'] }),
		{ keys: 'id_token_invalid' },
	],
	[
		'a way to prove the client that the app does not use',
		document({ token_endpoint_auth_methods_supported: ['private_key_jwt'] }),
		{ client: 'provider_incomplete' },
	],
	[
		'a document that wants requests to be pushed, and says not where',
		document({ require_pushed_authorization_requests: true }),
		{ redirect_uri: 'provider_incomplete' },
	],
	['keys that can not be had', { '/keys': { status: 500 } }, { keys: 'jwks_unavailable', clock: 'unknown' }],
])('%s', async (_name, wrong, expected) => expect(await outcomes(wrong)).toEqual({ ...allPassed, ...expected }));

test.each<[string, Record<string, ReturnType<Server>>, Record<string, unknown>, object]>([
	[
		'another issuer',
		{ '/.well-known/openid-configuration': { body: { ...discovery, issuer: 'https://other.example.com' } } },
		{},
		{ workspace: 'passed', discovery: 'discovery_issuer_mismatch' },
	],
	[
		'no document',
		{ '/.well-known/openid-configuration': { status: 404 } },
		{},
		{ workspace: 'passed', discovery: 'discovery_failed' },
	],
	['no secret', {}, { Accounts_OAuth_Okta_secret: '' }, { workspace: 'passed', settings: 'provider_incomplete' }],
	['nothing at all', {}, { Accounts_OAuth_Okta_issuer: '' }, { workspace: 'passed', settings: 'provider_incomplete' }],
])('with %s there is nothing more to look at', async (_name, wrong, settings, expected) =>
	expect(await outcomes(wrong, settings)).toEqual(expected),
);

test('a document that was right once, and is wrong now, is told as wrong', async () => {
	const server: Record<string, ReturnType<Server>> = {};
	const world = readyWorkspace((request, url) => providerWith(server)(request, url));
	world.clock.time = time;
	await runChecks(okta, world.ports);
	server['/.well-known/openid-configuration'] = { status: 500 };
	world.clock.time += 60_000;
	const checks = await runChecks(okta, world.ports);
	expect(checks.find(({ name }) => name === 'discovery')).toMatchObject({ outcome: 'failed' });
});

test.each<[string, object, string]>([
	['names no keys', { jwks_uri: undefined }, 'the document names no jwks_uri'],
	[
		'announces the client secret as the only key',
		{ id_token_signing_alg_values_supported: ['HS256', 'none'] },
		'the document announces only HS256, none',
	],
	['announces no signature', { id_token_signing_alg_values_supported: ['none'] }, 'the document announces only none'],
])('where the document %s, the check says so', async (_, more, detail) => {
	const world = readyWorkspace(providerWith(document(more)));
	world.clock.time = time;
	const checks = await runChecks(okta, world.ports);
	expect(checks.find(({ name }) => name === 'keys')?.failure?.detail).toBe(detail);
});

test('where requests are pushed, the callback URL is checked by that', async () => {
	const pushed = {
		require_pushed_authorization_requests: true,
		pushed_authorization_request_endpoint: `${issuer}/par`,
	};
	const refusal = { status: 400, body: { error: 'invalid_request', error_description: 'unknown redirect_uri' } };
	expect(await outcomes({ ...document(pushed), '/par': refusal })).toMatchObject({
		redirect_uri: 'callback_not_approved',
	});
	const good = { status: 201, body: { request_uri: 'urn:one', expires_in: 60 } };
	expect(await outcomes({ ...document(pushed), '/par': good })).toMatchObject({ redirect_uri: 'passed' });
});

test('what the form says, and the document does not offer, is a doubt where the provider does not tell', async () => {
	const world = readyWorkspace(
		providerWith({
			...document({ token_endpoint_auth_methods_supported: ['client_secret_post'] }),
			'/token': { status: 400, body: { error: 'strange' } },
		}),
	);
	world.clock.time = time;
	world.appSettings.change({ Accounts_OAuth_Okta_token_sent_via: 'header' });
	const checks = await runChecks(okta, world.ports);
	expect(checks.find(({ name }) => name === 'client')).toMatchObject({
		outcome: 'doubtful',
		failure: { code: 'provider_incomplete', detail: 'the document offers only client_secret_post' },
	});
});

test('a provider that signs with the client secret by its definition needs no keys', async () => {
	const world = readyWorkspace(providerWith({ '/keys': { body: { keys: [] } } }));
	world.clock.time = time;
	const traits = { ...okta.traits, insecureSharedSecretSignature: true as const };
	const checks = await runChecks({ ...okta, traits }, world.ports);
	expect(checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
	expect(checks.map(({ name }) => name)).not.toContain('keys');
});

describe('a secret that is taken in the other way alone', () => {
	const takes =
		(way: 'header' | 'payload'): Server =>
		(request, url) => {
			if (url.pathname !== '/token') return providerWith()(request, url);
			const isInHeader = request.headers?.authorization !== undefined;
			const error = isInHeader === (way === 'header') ? 'invalid_grant' : 'invalid_client';
			return { status: error === 'invalid_grant' ? 400 : 401, body: { error } };
		};

	test.each([
		['header', 'payload', 'Header'],
		['payload', 'header', 'Payload'],
	] as const)('%s, sent as %s: the right one is named', async (taken, sent, named) => {
		const world = readyWorkspace(takes(taken));
		world.clock.time = time;
		world.appSettings.change({ Accounts_OAuth_Okta_token_sent_via: sent });
		const checks = await runChecks(okta, world.ports);
		const { failure } = checks.find(({ name }) => name === 'client')!;
		expect(failure).toMatchObject({ code: 'client_refused' });
		expect(failure?.detail).toMatch(new RegExp(`the secret is accepted as ${named}$`));
	});
});
