import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { errorCodes } from '../../../src/errors';
import { claimMapErrors, missingClaims, toIdentity } from '../../../src/identity/claimMap';
import { normalise } from '../../../src/identity/normalise';
import { evaluate, parseTemplate } from '../../../src/identity/template';
import { isProtocolParameter } from '../../../src/protocol/authorizationRequest';
import { endpointProblem } from '../../../src/protocol/endpointRules';
import { catalog } from '../../../src/providers/catalog';
import { customNames, customProvider } from '../../../src/providers/custom';
import type { ProviderDefinition, Traits } from '../../../src/providers/definition';
import { presets } from '../../../src/providers/presets';
import { readProvider } from '../../../src/settings/provider';
import { MemorySettings } from '../support/settings';

const root = path.join(__dirname, '../../..');
const docs = path.join(root, 'docs/providers');
const sourceFiles = (folder: string): string[] => readdirSync(path.join(root, 'src/providers', folder));

const traitsOf = ({ id, traits, variants = {} }: ProviderDefinition): Array<[string, Traits]> => [
	[id, traits],
	...Object.entries(variants).map(([key, variant]): [string, Traits] => [`${id} ${key}`, variant.traits]),
];
const everyTraits: Array<[string, Traits]> = [
	...catalog.flatMap(traitsOf),
	...presets.map((preset): [string, Traits] => [preset.id, preset.traits]),
];

const section = (id: string): ProviderDefinition => catalog.find((definition) => definition.id === id)!;
const preset = (id: string): Traits => presets.find((candidate) => candidate.id === id)!.traits;
const identity = (traits: Traits, document: Record<string, unknown>) =>
	toIdentity(traits.normalised ? normalise(document) : document, {
		map: traits.claims,
		emailTrust: traits.emailTrust,
		provider: 'p',
		issuer: 'https://example.com',
	});

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
		expect(sourceFiles('')).toEqual(expect.arrayContaining(catalog.map(({ id }) => `${id}.ts`)));
	});

	test('presets are in the order of their names', () => {
		const names = presets.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
	});
});

describe('settings', () => {
	// The ids of Rocket.Chat's core, which documents and scripts know.
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
		[
			'dolphin',
			[
				...['_URL', '', '_id', '_secret', '_login_style'].map((suffix) => `Accounts_OAuth_Dolphin${suffix}`),
				...['_button_label_text', '_button_label_color', '_button_color'].map(
					(suffix) => `Accounts_OAuth_Dolphin${suffix}`,
				),
			],
		],
	])('%s has those of core, in the order of core', (id, ids) => {
		const own = section(id).fields.map((field) => field.id);
		expect(own.filter((candidate) => ids.includes(candidate)).sort()).toEqual([...ids].sort());
		if (id === 'dolphin') expect(own.filter((candidate) => ids.includes(candidate))).toEqual(ids);
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
			expect(roles.slice(0, roles.indexOf('callbackUrl')).sort()).toEqual(
				[
					...['enabled', ...credentials],
					...(roles.includes('url') && roles.indexOf('url') < 2 ? ['url'] : []),
					...(roles.includes('issuer') && !traits.issuer ? ['issuer'] : []),
				].sort(),
			);
			expect(roles.slice(-3)).toEqual(['buttonText', 'buttonTextColor', 'buttonColor']);
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
		expect(claimMapErrors(traits.claims)).toEqual({});
		expect(Object.keys(traits.extraParameters ?? {}).filter(isProtocolParameter)).toEqual([]);
		expect(() => missingClaims(traits.claims, {})).not.toThrow();
	});

	test.each(everyTraits)('%s: says what its protocol needs, and nothing else', (_, traits) => {
		const { protocol, authorizePath, tokenPath, identityPath, requestTokenPath, issuer, url } = traits;
		const paths = [authorizePath, tokenPath, identityPath];
		if (protocol === 'openid') {
			expect([...paths, requestTokenPath, url].filter(Boolean)).toEqual([]);
			expect(traits.claims.subject).toBe('sub');
		} else {
			expect(paths.filter((candidate) => !candidate)).toEqual([]);
			expect(issuer).toBeUndefined();
			expect(Boolean(requestTokenPath)).toBe(protocol === 'oauth1');
		}
		// RFC 8414 says what goes without saying; a server without metadata has to be told about.
		if (protocol === 'oauth2') expect(traits.secretSentVia).toBeDefined();
	});

	test.each(
		everyTraits.flatMap(([name, traits]) =>
			[traits.issuer, traits.url, traits.authorizePath, traits.tokenPath, traits.identityPath, traits.emailsPath]
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

/** Documents as the providers' own documentation shows them, cut to what counts. */
describe('what a provider says', () => {
	test.each<[string, Traits, Record<string, unknown>, Record<string, unknown>]>([
		[
			'Apple',
			section('apple').traits,
			{ sub: '001.a.1', email: 'ada@icloud.com', email_verified: 'true', name: 'Ada Lovelace' },
			{ subject: '001.a.1', username: 'ada', email: 'ada@icloud.com', emailVerified: true },
		],
		[
			'Apple, hidden address',
			section('apple').traits,
			{ sub: '1', email: 'dpdcnf87nu@privaterelay.appleid.com', email_verified: true, name: 'Ada Lovelace' },
			{ username: 'Ada Lovelace', email: 'dpdcnf87nu@privaterelay.appleid.com', emailVerified: true },
		],
		[
			'Apple, a host that only looks like the relay',
			section('apple').traits,
			{ sub: '1', email: 'ada@privaterelay.appleid.com.example.com', name: 'Ada Lovelace' },
			{ username: 'ada', emailVerified: false },
		],
		[
			'X, OAuth 2.0',
			section('twitter').traits,
			{ data: { id: '2244994945', name: 'X Dev', username: 'XDevelopers', confirmed_email: 'dev@example.com' } },
			{ subject: '2244994945', username: 'XDevelopers', name: 'X Dev', email: 'dev@example.com', emailVerified: true },
		],
		[
			'X, OAuth 1.0a',
			section('twitter').variants!['1.0a']!.traits,
			{ id: 2244994945, id_str: '2244994945', name: 'X Dev', screen_name: 'XDevelopers', email: 'dev@example.com' },
			{ subject: '2244994945', username: 'XDevelopers', emailVerified: true },
		],
		[
			'X without an address',
			section('twitter').traits,
			{ data: { id: '1', name: 'X', username: 'x' } },
			{ email: undefined, emailVerified: false },
		],
		[
			'Tokenpass',
			section('tokenpass').traits,
			{ id: '5', username: 'ada', email: 'ada@example.com' },
			{ subject: '5', username: 'ada', name: 'ada', emailVerified: false },
		],
		[
			'Drupal, whatever it says of the address',
			section('drupal').variants!.simple_oauth!.traits,
			{ sub: '7', preferred_username: 'ada', name: 'Ada', email: 'ada@example.com', email_verified: true },
			{ subject: '7', username: 'ada', name: 'Ada', emailVerified: false },
		],
		[
			'Dolphin',
			section('dolphin').traits,
			{ ID: '3', NickName: 'ada', FullName: 'Ada Lovelace', Email: 'ada@example.com' },
			{ subject: '3', username: 'ada', name: 'Ada Lovelace', emailVerified: false },
		],
		[
			'Microsoft without xms_edov',
			preset('microsoft'),
			{ sub: 's', preferred_username: 'ada@contoso.com', email: 'ceo@example.com', email_verified: true },
			{ username: 'ada@contoso.com', email: 'ceo@example.com', emailVerified: false },
		],
		[
			'Microsoft with xms_edov',
			preset('microsoft'),
			{ sub: 's', preferred_username: 'ada@contoso.com', email: 'ada@contoso.com', xms_edov: true },
			{ emailVerified: true },
		],
		[
			'Facebook',
			preset('facebook'),
			{
				id: '10',
				name: 'Ada Lovelace',
				email: 'a@example.com',
				picture: { data: { url: 'https://x.fbcdn.net/p.jpg' } },
			},
			{ subject: '10', username: 'Ada Lovelace', avatarUrl: 'https://x.fbcdn.net/p.jpg', emailVerified: false },
		],
		[
			'LinkedIn',
			preset('linkedin'),
			{ sub: '782bbtaQ', name: 'Ada Lovelace', email: 'ada@example.com', email_verified: 'true' },
			{ subject: '782bbtaQ', username: undefined, name: 'Ada Lovelace', emailVerified: true },
		],
		[
			'Discord',
			preset('discord'),
			{ id: '80351110224678912', username: 'nelly', global_name: null, verified: true, email: 'nelly@example.com' },
			{ subject: '80351110224678912', username: 'nelly', name: 'nelly', emailVerified: true },
		],
		[
			'Discord, an address that is not verified',
			preset('discord'),
			{ id: '1', username: 'nelly', verified: false, email: 'nelly@example.com', email_verified: true },
			{ emailVerified: false },
		],
		[
			'Nextcloud',
			preset('nextcloud'),
			{ ocs: { data: { id: 'ada', displayname: 'Ada', email: 'ada@example.com', groups: ['staff'] } } },
			{ subject: 'ada', username: 'ada', name: 'Ada', groups: ['staff'], emailVerified: false },
		],
		[
			'Invision Community',
			preset('invision'),
			{
				...{ id: 12, name: 'Ada L', email: 'ada@example.com', photoUrl: '//cdn.example.com/a.png' },
				...{ primaryGroup: { name: 'Members' }, secondaryGroups: [{ name: 'Staff' }] },
			},
			{ subject: '12', username: 'Ada L', avatarUrl: 'https://cdn.example.com/a.png', groups: ['Members', 'Staff'] },
		],
		[
			'Meteor',
			preset('meteor'),
			{ id: 'kZ', username: 'ada', emails: [{ address: 'ada@example.com', primary: true, verified: true }] },
			{ subject: 'kZ', username: 'ada', name: 'ada', email: 'ada@example.com', emailVerified: true },
		],
		[
			'WordPress',
			preset('wordpress'),
			{ ID: '9', user_login: 'ada', display_name: 'Ada', user_email: 'ada@example.com', user_roles: ['editor'] },
			{ subject: '9', username: 'ada', name: 'Ada', groups: ['editor'], emailVerified: false },
		],
		[
			'WordPress.com',
			preset('wordpress_com'),
			{ ID: 78972699, username: 'ada', display_name: 'Ada', email: 'ada@example.com', email_verified: true },
			{ subject: '78972699', username: 'ada', emailVerified: true },
		],
		[
			'Mattermost without a name',
			preset('mattermost'),
			{ id: 'm', username: 'ada', first_name: '', last_name: '', email: 'ada@example.com', email_verified: true },
			{ subject: 'm', name: undefined, emailVerified: true },
		],
		[
			'LINE',
			preset('line'),
			{ userId: 'U4af', displayName: 'Ada', pictureUrl: 'https://profile.line-scdn.net/a' },
			{ subject: 'U4af', username: 'Ada', email: undefined, emailVerified: false },
		],
		[
			'Amazon Cognito, its userInfo endpoint',
			preset('cognito'),
			{ sub: 'c', email: 'ada@example.com', email_verified: 'true', 'cognito:groups': ['staff'] },
			{ emailVerified: true, groups: ['staff'] },
		],
	])('%s', (_, traits, document, expected) => {
		expect(identity(traits, document)).toMatchObject(expected);
	});
});

describe('filled in', () => {
	const filled = (name: string, values: Record<string, unknown>) => {
		const prefix = `Accounts_OAuth_Custom-${name}`;
		const settings = Object.entries({ '': true, '-id': 'client', '-secret': 'secret', ...values });
		return readProvider(
			customProvider(name),
			new MemorySettings(Object.fromEntries(settings.map(([suffix, value]) => [prefix + suffix, value]))),
		);
	};

	/** What an admin has to say besides the client ID and the secret, as each page has it. */
	const needs: Readonly<Record<string, '-url' | '-issuer'>> = {
		...{ auth0: '-issuer', authentik: '-issuer', cognito: '-issuer', gitea: '-issuer', keycloak: '-issuer' },
		...{ microsoft: '-issuer', zitadel: '-issuer' },
		...{ github_enterprise: '-url', invision: '-url', ips4: '-url', mattermost: '-url', nextcloud: '-url' },
		...{ wordpress: '-url' },
	};

	test.each(presets.map(({ id }) => [id]))('%s is ready by what its page asks for', async (id) => {
		const [name] = customNames(id);
		const need = needs[id];
		const bare = await filled(name!, { '-preset': id });
		expect(bare.missing.length > 0).toBe(need !== undefined);
		const server = 'https://example.com/community';
		const provider = await filled(name!, { '-preset': id, ...(need ? { [need]: server } : {}) });
		expect(provider.missing).toEqual([]);
		expect(provider.endpoints.token ?? `${server}/`).toMatch(
			need === '-url' ? /^https:\/\/example\.com\/community\// : /^https:/,
		);
		expect(page(id).includes(`\`Accounts_OAuth_Custom-${name}${need ?? '-preset'}\``)).toBe(true);
	});

	test.each<[string, Record<string, string>, Record<string, unknown>]>([
		[
			'twitter',
			{ Accounts_OAuth_Twitter_id: 'a', Accounts_OAuth_Twitter_secret: 'b' },
			{
				issuer: 'https://api.x.com',
				endpoints: {
					authorization: 'https://x.com/i/oauth2/authorize',
					token: 'https://api.x.com/2/oauth2/token',
					identity: 'https://api.x.com/2/users/me?user.fields=confirmed_email,profile_image_url',
				},
			},
		],
		[
			'twitter',
			{
				...{ Accounts_OAuth_Twitter_id: 'a', Accounts_OAuth_Twitter_secret: 'b' },
				Accounts_OAuth_Twitter_oauth_version: '1.0a',
			},
			{
				// The same as above: accounts stay linked when the version changes.
				issuer: 'https://api.x.com',
				endpoints: {
					requestToken: 'https://api.x.com/oauth/request_token',
					authorization: 'https://api.x.com/oauth/authenticate',
					token: 'https://api.x.com/oauth/access_token',
				},
			},
		],
		[
			'tokenpass',
			{
				...{ Accounts_OAuth_Tokenpass_id: 'a', Accounts_OAuth_Tokenpass_secret: 'b' },
				API_Tokenpass_URL: 'https://domain.com/',
			},
			{
				endpoints: {
					authorization: 'https://domain.com/oauth/authorize',
					token: 'https://domain.com/oauth/access-token',
					identity: 'https://domain.com/oauth/user',
				},
			},
		],
		[
			'drupal',
			{
				...{ Accounts_OAuth_Drupal_id: 'a', Accounts_OAuth_Drupal_secret: 'b', API_Drupal_URL: 'domain.com' },
				Accounts_OAuth_Drupal_token_path: '/custom/token',
			},
			{
				endpoints: {
					authorization: 'https://domain.com/oauth2/authorize',
					token: 'https://domain.com/custom/token',
					identity: 'https://domain.com/oauth2/UserInfo',
				},
			},
		],
		[
			'dolphin',
			{
				...{ Accounts_OAuth_Dolphin_id: 'a', Accounts_OAuth_Dolphin_secret: 'b' },
				Accounts_OAuth_Dolphin_URL: 'https://domain.com/site',
			},
			{
				loginStyle: 'redirect',
				button: { color: '#1d74f5', labelColor: '#FFFFFF' },
				endpoints: {
					authorization: 'https://domain.com/site/m/oauth2/auth/',
					token: 'https://domain.com/site/m/oauth2/token/',
					identity: 'https://domain.com/site/m/oauth2/api/me/',
				},
			},
		],
		[
			'apple',
			{
				...{ Accounts_OAuth_Apple_id: 'com.example.web', Accounts_OAuth_Apple_secretKey: 'k' },
				...{ Accounts_OAuth_Apple_iss: 'TEAM', Accounts_OAuth_Apple_kid: 'KEY' },
			},
			{ issuer: 'https://appleid.apple.com', teamId: 'TEAM', keyId: 'KEY', scope: 'openid name email' },
		],
	])('%s with %j', async (id, settings, expected) => {
		expect(await readProvider(section(id), new MemorySettings(settings))).toMatchObject({ missing: [], ...expected });
	});

	test.each(['_id', '_secretKey', '_iss', '_kid'])('Apple without %s is not ready for the web', async (suffix) => {
		const all = Object.fromEntries(
			['_id', '_secretKey', '_iss', '_kid'].map((end) => [`Accounts_OAuth_Apple${end}`, 'x']),
		);
		const settings = new MemorySettings({ ...all, [`Accounts_OAuth_Apple${suffix}`]: ' ' });
		expect((await readProvider(section('apple'), settings)).missing).toHaveLength(1);
	});
});

function textOf(text: string, claims: object): string {
	const template = parseTemplate(text);
	return 'error' in template ? template.error : evaluate(template, { ...claims });
}

const page = (id: string): string => readFileSync(path.join(docs, `${id}.md`), 'utf8');

describe('pages', () => {
	const headings = [
		...['Callback URL first', 'Create the app at', 'Fill in the fields'],
		...['What is taken over', 'Known errors', 'Tested'],
	];
	const entries = [...catalog, ...presets].map(({ id, name }) => [id, name] as const);

	test('there is one for each, and none for nobody', () => {
		expect(readdirSync(docs).sort()).toEqual([...entries.map(([id]) => `${id}.md`), 'README.md'].sort());
	});

	test.each(entries)('%s: the headings, and nothing empty below them', (id, name) => {
		const [title, ...sections] = page(id).split(/^## /m);
		expect(title!.split('\n')[0]).toBe(`# ${name}`);
		expect(sections.map((text) => text.split('\n')[0]!.replace(/^(Create the app at) .+/, '$1'))).toEqual(headings);
		expect(sections.filter((text) => text.split('\n').slice(1).join('').trim() === '')).toEqual([]);
	});

	test.each(entries)('%s: the callback URL with the id of this app', (id) => {
		const { id: appId } = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8')) as { id: string };
		expect(page(id)).toContain(`https://<workspace>/api/apps/public/${appId}/callback/${id}\n`);
	});

	test.each(entries)('%s: every setting and every error that it names exists', (id) => {
		const definition = catalog.find((candidate) => candidate.id === id) ?? customProvider(customNames(id)[0]!);
		const known = new Set([
			'Accounts_OAuth_Custom',
			'Accounts_AllowedDomainsList',
			...definition.fields.map((field) => field.id),
		]);
		const named = [...page(id).matchAll(/`((?:Accounts|API)_[\w-]+)`/g)].map(([, setting]) => setting!);
		expect(named.filter((setting) => !known.has(setting))).toEqual([]);
		const rows = page(id).split('## Known errors')[1]!.split('## Tested')[0]!.split('\n');
		const codes = rows.flatMap((row) => [...(/^\| `([a-z_]+)`/.exec(row)?.slice(1, 2) ?? [])]);
		expect(codes.length).toBeGreaterThan(0);
		expect(codes.filter((code) => !Object.hasOwn(errorCodes, code))).toEqual([]);
	});

	test.each(catalog.map(({ id, fields }) => [id, fields] as const))(
		'%s: says every field that its section begins with',
		(id, fields) => {
			const first = fields.slice(0, fields.findIndex(({ role }) => role === 'callbackUrl') + 1);
			expect(first.filter((field) => !page(id).includes(`\`${field.id}\``))).toEqual([]);
		},
	);

	test('the examples of templates give what the list says', () => {
		const table = page('README').split('## Templates')[1]!.split('\n## ')[0]!.split('\n');
		const examples = table.flatMap((row) => {
			const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
			const [, template, answer, result] = cells.map((cell) => /^`(.*?)`(?:$|:)/.exec(cell)?.[1]);
			return template && answer ? [[template, JSON.parse(answer) as object, result ?? ''] as const] : [];
		});
		expect(examples.length).toBeGreaterThan(5);
		expect(examples.map(([template, answer]) => textOf(template, answer))).toEqual(
			examples.map(([, , result]) => result),
		);
	});

	test('the list links to all of them, and no link leads nowhere', () => {
		const list = page('README');
		expect(entries.filter(([id]) => !list.includes(`](${id}.md)`))).toEqual([]);
		const broken = readdirSync(docs).flatMap((file) =>
			[...readFileSync(path.join(docs, file), 'utf8').matchAll(/\]\(([^)#:]+\.md)/g)]
				.map(([, target]) => target!)
				.filter((target) => !existsSync(path.join(docs, target))),
		);
		expect(broken).toEqual([]);
	});
});
