import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { missingClaims } from '../../../src/identity/claimMap';
import { isProtocolParameter } from '../../../src/oauth/authorizationRequest';
import { endpointProblem } from '../../../src/oauth/endpointRules';
import { catalog } from '../../../src/providers/catalog';
import { customNames } from '../../../src/providers/custom';
import type { ProviderDefinition, Traits } from '../../../src/providers/definition/definition';
import { presets } from '../../../src/providers/presets';
import { root, section } from './support';

const sourceFiles = (folder: string): string[] => readdirSync(path.join(root, 'src/providers', folder));

const traitsOf = ({ id, traits, variants = {} }: ProviderDefinition): Array<[string, Traits]> => [
	[id, traits],
	...Object.entries(variants).map(([key, variant]): [string, Traits] => [`${id} ${key}`, variant.traits]),
];
const everyTraits: Array<[string, Traits]> = [
	...catalog.flatMap(traitsOf),
	...presets.map((preset): [string, Traits] => [preset.id, preset.traits]),
];

describe('data', () => {
	test.each([...catalog, ...presets].map((entry) => [entry.id, entry] as const))('%s is nothing else', (_, entry) => {
		expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
	});

	test.each([
		['sections', catalog],
		['presets', presets],
	])('the ids of the %s are unique, and can stand in a path', (_, entries) => {
		const ids = entries.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.filter((id) => !/^[a-z][a-z0-9_]*$/.test(id))).toEqual([]);
	});

	test('the ids of presets can be names of custom providers', () => {
		expect(customNames(presets.map(({ id }) => id).join(',')).map((name) => name.toLowerCase())).toEqual(
			presets.map(({ id }) => id),
		);
	});

	test('every file is listed', () => {
		expect(presets.map(({ id }) => `${id}.ts`).sort()).toEqual(
			sourceFiles('presets')
				.filter((file) => file !== 'index.ts')
				.sort(),
		);
		expect(catalog.map(({ id }) => `${id}.ts`).sort()).toEqual(sourceFiles('sections').sort());
	});

	test('presets are in the order of their names', () => {
		const names = presets.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
	});
});

describe('the code is bound to the browser that asked for it', () => {
	test.each(everyTraits)('%s: by PKCE or a nonce, or its page says that it is not', (id, traits) => {
		// OAuth 1.0a signs each request with a secret of the attempt.
		const isBound = traits.protocol !== 'oauth2' || !traits.withoutPkce;
		const page = readFileSync(path.join(root, `docs/providers/${id.split(' ')[0]}.md`), 'utf8');
		expect(page.includes('nothing binds')).toBe(!isBound);
	});
});

describe('settings', () => {
	// The ids of Rocket.Chat's core, which documents and scripts know.
	const dolphin = [
		...['_URL', '', '_id', '_secret', '_login_style', '_button_label_text', '_button_label_color', '_button_color'],
	].map((suffix) => `Accounts_OAuth_Dolphin${suffix}`);

	test.each<[string, string[]]>([
		['apple', ['', '_id', '_secretKey', '_iss', '_kid'].map((suffix) => `Accounts_OAuth_Apple${suffix}`)],
		['twitter', ['', '_id', '_secret', '_callback_url'].map((suffix) => `Accounts_OAuth_Twitter${suffix}`)],
		[
			'tokenpass',
			[
				'API_Tokenpass_URL',
				...['', '_id', '_secret', '_callback_url'].map((suffix) => `Accounts_OAuth_Tokenpass${suffix}`),
			],
		],
		[
			'drupal',
			['API_Drupal_URL', ...['', '_id', '_secret', '_callback_url'].map((suffix) => `Accounts_OAuth_Drupal${suffix}`)],
		],
		['dolphin', dolphin],
	])('%s has those of core', (id, ids) => {
		const own = section(id).fields.map((field) => field.id);
		expect(own.filter((candidate) => ids.includes(candidate)).sort()).toEqual([...ids].sort());
	});

	test('dolphin has them in the order of core', () => {
		const own = section('dolphin').fields.map((field) => field.id);
		expect(own.filter((id) => dolphin.includes(id))).toEqual(dolphin);
	});

	test('they are unique and all of one form', () => {
		const ids = catalog.flatMap(({ fields }) => fields.map(({ id }) => id));
		expect(new Set(ids).size).toBe(ids.length);
		expect(
			ids.filter((id) => !/^(?:Accounts_OAuth_[A-Z][a-z]+(?:_[A-Za-z_]+)?|API_[A-Z][a-z]+_URL)$/.test(id)),
		).toEqual([]);
	});

	test.each(catalog.map((definition) => [definition.id, definition] as const))(
		'%s: what it needs first, then the callback URL, the button last',
		(_, { fields, traits }) => {
			const roles = fields.map(({ role }) => role);
			expect(new Set(roles).size).toBe(roles.length);
			const credentials = traits.signedSecret
				? ['clientId', 'privateKey', 'teamId', 'keyId']
				: ['clientId', 'clientSecret'];
			const needed = roles.slice(0, roles.indexOf('callbackUrl')).filter((role) => role !== 'variant');
			expect(needed.sort()).toEqual(
				[
					...['enabled', ...credentials],
					...(roles.includes('url') && roles.indexOf('url') < 2 ? ['url'] : []),
					...(roles.includes('issuer') && !traits.issuer ? ['issuer'] : []),
				].sort(),
			);
			expect(roles.slice(-4)).toEqual(['buttonText', 'buttonTextColor', 'buttonColor', 'picture']);
		},
	);

	test.each(catalog.filter(({ variants }) => variants).map((definition) => [definition.id, definition] as const))(
		'%s: the variant that is chosen at first is the one that counts without a choice',
		(_, { fields, variants, traits }) => {
			const chosen = fields.find(({ role }) => role === 'variant')?.value ?? '';
			expect(variants?.[chosen]?.traits).toEqual(traits);
		},
	);
});

describe('traits', () => {
	test.each(everyTraits)('%s: the templates compile, and extra parameters leave the protocol alone', (_, traits) => {
		expect(Object.keys(traits.extraParameters ?? {}).filter(isProtocolParameter)).toEqual([]);
		expect(() => missingClaims(traits.claims, {})).not.toThrow();
	});

	const speaking = (protocol: string) => everyTraits.filter(([, traits]) => traits.protocol === protocol);

	test.each(speaking('openid'))('%s: OpenID Connect -> an issuer says the rest', (_, traits) => {
		const { authorizePath, tokenPath, identityPath, requestTokenPath, url } = traits;
		expect([authorizePath, tokenPath, identityPath, requestTokenPath, url].filter(Boolean)).toEqual([]);
		expect(traits.claims.subject).toBe('sub');
	});

	test.each([...speaking('oauth2'), ...speaking('oauth1')])('%s: OAuth -> paths, and no issuer', (_, traits) => {
		const { authorizePath, tokenPath, identityPath, requestTokenPath } = traits;
		expect([authorizePath, tokenPath, identityPath].filter((path) => !path)).toEqual([]);
		expect(traits.issuer).toBeUndefined();
		expect(Boolean(requestTokenPath)).toBe(traits.protocol === 'oauth1');
	});

	// RFC 8414 says what goes without saying; a server without metadata has to be told about.
	test.each(speaking('oauth2'))('%s: OAuth 2.0 -> how the secret is sent', (_, { secretSentVia }) => {
		expect(secretSentVia).toBeDefined();
	});

	test.each(
		everyTraits.flatMap(([name, traits]) =>
			[
				traits.issuer,
				traits.url,
				traits.authorizePath,
				traits.tokenPath,
				traits.identityPath,
				...Object.values(traits.furtherRequests ?? {}),
			]
				.filter((address): address is string => /^[a-z]+:/i.test(address ?? ''))
				.map((address) => [name, address]),
		),
	)('%s: %s can be called', (_, address) => {
		expect(endpointProblem(address, { allowHttpLoopback: false })).toBeUndefined();
	});

	test.each(everyTraits.filter(([, traits]) => traits.emailTrust === 'trusted').map(([name]) => name))(
		'%s gives only addresses that were confirmed: no other provider is trusted without a word',
		(name) => {
			expect(['twitter', 'twitter 2.0', 'twitter 1.0a']).toContain(name);
		},
	);
});
