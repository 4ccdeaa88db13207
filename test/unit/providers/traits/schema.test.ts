import { definedTraits } from '../../../../src/providers/fields/definition';
import schemaFile from '../../../../docs/providers/definition.schema.json';
import { definitionJsonSchema } from '../../../../scripts/docs/definition';
import { definitionOf, weakenings } from '../../../../src/providers/traits/schema';
import { customProvider } from '../../../../src/providers/custom';
import { presets } from '../../../../src/providers/presets';

const { traits: plain, variants = {} } = customProvider('Club');
const read = (definition: object | string) =>
	definedTraits(typeof definition === 'string' ? definition : JSON.stringify(definition), plain, variants);

test.each(presets.map((preset) => [preset.id, preset] as const))(
	'what the preset %s says, a definition can say',
	(_, { traits }) => {
		const written = definitionOf(traits);
		const { version, ...said } = JSON.parse(written) as Record<string, unknown>;
		expect(version).toBe(1);
		expect(said).toMatchObject(JSON.parse(JSON.stringify(traits)) as object);
		expect(read(written)).toMatchObject({ traits: said });
	},
);

test('a definition changes what it names of its base, and nothing else', () => {
	const { traits } = variants.twitch!;
	expect(
		read({ version: 1, base: 'twitch', claims: { name: 'nick' }, extraParameters: { force_verify: 'true' } }),
	).toEqual({
		traits: {
			...traits,
			claims: { ...traits.claims, name: 'nick' },
			extraParameters: { ...traits.extraParameters, force_verify: 'true' },
		},
		weakenings: [],
	});
});

const issuer = 'https://id.example.com';
const further = (count: number): object =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`e${index}`, '/e']));
test.each<[string, object | string, string]>([
	['no JSON', '{', 'not JSON'],
	['a list', '[]', 'version is missing'],
	['no version', {}, 'version is missing'],
	['an unknown version', { version: 2 }, 'version is not 1, the one version that there is'],
	['an unknown key', { version: 1, tokenUrl: 'x' }, 'tokenUrl Invalid key: Expected never but received "tokenUrl"'],
	['an unknown claim', { version: 1, claims: { id: 'x' } }, 'claims.id Invalid key: Expected never but received "id"'],
	['an unknown base', { version: 1, base: 'toString' }, 'base is not one of: custom, openid'],
	['a parameter of the protocol', { version: 1, extraParameters: { State: 'x' } }, 'extraParameters has a parameter'],
	[
		'a pushed request of OAuth 2.0',
		{ version: 1, pushedAuthorization: true },
		'pushedAuthorization is for the protocol',
	],
	['a sign-out that leads nowhere', { version: 1, logout: { parameters: { a: 'b' } } }, 'logout needs a path'],
	['a sign-out without parameters', { version: 1, logout: { path: '/logout' } }, 'logout.parameters is missing'],
	['a switch that is off', { version: 1, withoutPkce: false }, 'withoutPkce can only be true'],
	['OpenID members for OAuth 2.0', { version: 1, audiences: ['a'] }, 'audiences is for the protocol openid'],
	['nobody to ask', { version: 1, userinfo: 'off' }, 'userinfo is for the protocol openid, or "off" together'],
	['tenants without a place for them', { version: 1, protocol: 'openid', issuer, tenants: ['a'] }, 'tenants are for'],
	[
		'a place without tenants',
		{ version: 1, protocol: 'openid', issuer: `${issuer}/{tenantid}`, discoveryUrl: issuer },
		'an issuer with {tenantid} needs tenants and discoveryUrl',
	],
	[
		'neither nonce nor PKCE',
		{ version: 1, protocol: 'openid', insecureWithoutNonce: true, withoutPkce: true },
		'insecureWithoutNonce needs PKCE',
	],
	[
		'a public client without PKCE',
		{ version: 1, clientAuthentication: 'none', withoutPkce: true },
		'clientAuthentication "none" needs PKCE',
	],
	[
		'a secret for a key',
		{ version: 1, base: 'openid', clientAuthentication: 'private_key_jwt', insecureSharedSecretSignature: true },
		'insecureSharedSecretSignature needs a client secret',
	],
	[
		'an own key beside another way',
		{ version: 1, ownSigningKey: 'ES256', clientAuthentication: 'client_secret_basic' },
		'ownSigningKey is for private_key_jwt',
	],
	['an own key of OAuth 1.0a', { version: 1, protocol: 'oauth1', ownSigningKey: 'ES256' }, 'is not for oauth1'],
	['an own key with a name', { version: 1, ownSigningKey: 'ES256', clientKeyId: 'a' }, 'leave clientKeyId out'],
	[
		'an own key, and the secret of a signature',
		{ version: 1, base: 'openid', ownSigningKey: 'ES256', insecureSharedSecretSignature: true },
		'insecureSharedSecretSignature needs a client secret',
	],
	['an own key by the secret', { version: 1, ownSigningKey: 'HS256' }, 'ownSigningKey'],
	...['dir', 'A256KW', 'PBES2-HS256+A128KW', 'RSA1_5'].map((alg): [string, object, string] => [
		`encryption by ${alg}`,
		{ version: 1, base: 'openid', encryption: { of: ['id_token'], alg } },
		'encryption.alg',
	]),
	['encryption of nothing', { version: 1, base: 'openid', encryption: { of: [], alg: 'ECDH-ES' } }, 'is empty'],
	[
		'encryption of OAuth 2.0',
		{ version: 1, encryption: { of: ['userinfo'], alg: 'ECDH-ES' } },
		'encryption is for the protocol openid',
	],
	['a signed answer of OAuth 2.0', { version: 1, responseMode: 'query.jwt' }, 'is for the protocol openid'],
	['an answer in the fragment', { version: 1, base: 'openid', responseMode: 'fragment.jwt' }, 'responseMode'],
	['two ways at once', { version: 1, clientAuthentication: 'none', secretSentVia: 'header' }, 'exclude each other'],
	['an unknown way', { version: 1, clientAuthentication: 'tls_client_auth' }, 'clientAuthentication'],
	[
		'a key id without a key',
		{ version: 1, clientAuthentication: 'client_secret_jwt', clientKeyId: 'a' },
		'clientKeyId is',
	],
	[
		'an audience without an assertion',
		{ version: 1, clientAuthentication: 'client_secret_post', clientAssertionAudience: 'a' },
		'clientAssertionAudience is for',
	],
	[
		'an assertion of OAuth 1.0a',
		{ version: 1, protocol: 'oauth1', clientAuthentication: 'private_key_jwt' },
		'not for oauth1',
	],
	[
		'a token endpoint elsewhere',
		{ version: 1, url: issuer, tokenPath: 'https://evil.example/token' },
		'tokenPath is at https://evil.example: name that in otherOrigins',
	],
	[
		'a token endpoint elsewhere, without a scheme',
		{ version: 1, url: issuer, tokenPath: '//evil.example' },
		'tokenPath is neither',
	],
	[
		'a base whose secret goes elsewhere',
		{ version: 1, base: 'github', tokenPath: 'https://evil.example/t' },
		'tokenPath is at',
	],
	[
		'a further request elsewhere',
		{ version: 1, url: issuer, furtherRequests: { emails: 'https://evil.example/e' } },
		'emails is at https://evil.example: name that in otherOrigins',
	],
	[
		'a further request of a name that is none',
		{ version: 1, furtherRequests: { 'a.b': '/e' } },
		'is not a name in small',
	],
	[
		'a custom field of a bad name',
		{ version: 1, claims: { customFields: { $set: 'x' } } },
		'is not a name of a custom',
	],
	['a bad template', { version: 1, claims: { customFields: { a: '{{x' } } }, 'is neither a field'],
	['six further requests', { version: 1, furtherRequests: further(6) }, 'furtherRequests has more than five'],
	[
		'a header of the app',
		{ version: 1, tokenRequest: { headers: { Authorization: 'x' } } },
		'has a header that the app',
	],
	['a header that is two', { version: 1, identityRequest: { headers: { 'A: b\nC': 'x' } } }, 'control characters'],
	['another name for state', { version: 1, authorizationNames: { state: 's' } }, 'is not a parameter that can have'],
	['the name of state for another', { version: 1, authorizationNames: { client_id: 'state' } }, 'stands for something'],
	['a body for GET', { version: 1, identityRequest: { format: 'json' } }, 'needs the method POST'],
	[
		'a body and a query',
		{ version: 1, insecureTokenRequestInQuery: true, tokenRequest: { format: 'json' } },
		'exclude each other',
	],
	['a transport for OAuth 1.0a', { version: 1, protocol: 'oauth1', codeName: 'c' }, 'codeName is not for the protocol'],
	['too long', `"${'x'.repeat(20_000)}"`, 'longer than 20000 characters'],
])('%s is refused, with the reason', (_, definition, reason) => {
	expect(read(definition)).toEqual({ error: expect.stringContaining(reason) });
});

test('an origin that the definition names may be sent tokens', () => {
	const definition = {
		version: 1,
		url: issuer,
		tokenPath: 'https://api.example/t',
		otherOrigins: ['https://api.example'],
	};
	expect(read(definition)).toMatchObject({ traits: { tokenPath: 'https://api.example/t' } });
});

test.each<[object, string[]]>([
	[{ insecureWithoutNonce: true, scope: 'openid' }, ['insecureWithoutNonce']],
	[{ insecureOrigins: ['http://keycloak:8080'], withoutPkce: true }, ['insecureOrigins', 'withoutPkce']],
	[{ otherAudiences: true }, ['otherAudiences']],
	[{ insecureTokenRequestInQuery: true }, ['insecureTokenRequestInQuery']],
	[{ emailTrust: 'trusted' }, ['emailTrust']],
	[{ emailTrust: 'claim', base: 'slack' }, []],
])('of %j, %j is told to weaken security', (definition, expected) => {
	expect(weakenings({ version: 1, ...definition })).toEqual(expected);
});

test('docs/providers/definition.schema.json says what the schema says: `npm run docs` writes it', () => {
	expect(schemaFile).toEqual(definitionJsonSchema());
});
