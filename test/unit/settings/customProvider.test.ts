import { customNames, customProvider } from '../../../src/providers/custom';
import type { Traits } from '../../../src/providers/definition/definition';
import { drupal } from '../../../src/providers/sections/drupal';
import { presets } from '../../../src/providers/presets';
import { twitter } from '../../../src/providers/sections/twitter';
import type { Provider } from '../../../src/settings/provider';
import { isUsable, readProvider, readProviders } from '../../../src/settings/provider';
import { MemorySettings } from '../support/settings';

const forum = customProvider('Forum');
const prefix = 'Accounts_OAuth_Custom-Forum';
const url = 'https://forum.example.com';

const read = (fields: Readonly<Record<string, unknown>> = {}): Promise<Provider> =>
	readProvider(
		forum,
		new MemorySettings({
			...{ [prefix]: true, [`${prefix}-id`]: 'client', [`${prefix}-secret`]: 'secret' },
			...Object.fromEntries(Object.entries(fields).map(([suffix, value]) => [prefix + suffix, value])),
		}),
	);
const preset = (id: string): Traits => presets.find((one) => one.id === id)!.traits;

test("with an address alone it works as core's custom OAuth did", async () => {
	const provider = await read({ '-url': `${url}` });
	expect(provider).toMatchObject({
		...{ id: 'forum', name: 'Forum', enabled: true, missing: [], issuer: url, scope: 'openid', loginStyle: 'default' },
		endpoints: { authorization: `${url}/oauth/authorize`, token: `${url}/oauth/token`, identity: `${url}/me` },
		traits: { protocol: 'oauth2', secretSentVia: 'payload', normalised: true, emailTrust: 'claim' },
		button: { label: '', color: '', labelColor: '', shown: true, order: 0 },
	});
	expect(isUsable(provider)).toBe(true);
});

test('without an address it says which fields are to be filled in', async () => {
	expect((await read()).missing).toEqual(['url', 'authorizePath', 'tokenPath', 'identityPath']);
	expect((await read({ '-url': url, '-id': '', '-secret': ' ' })).missing).toEqual(['clientId', 'clientSecret']);
});

test('with three complete addresses it needs no other; the server of its tokens stands for it', async () => {
	const paths = {
		'-authorize_path': 'https://www.example.com/authorize',
		'-token_path': 'https://id.example.com/v1/token',
		'-identity_path': 'https://api.example.com/me',
	};
	expect(await read(paths)).toMatchObject({ missing: [], issuer: 'https://id.example.com' });
});

test.each([url, `${url}/`, ' forum.example.com ', 'https://FORUM.example.com', 'https://forum.example.com:443'])(
	'the server written as %j is the same server: nobody loses their account by it',
	async (written) => expect((await read({ '-url': written })).issuer).toBe(url),
);

describe('what counts: the field, else the variant, else the definition', () => {
	test.each<[string, Record<string, unknown>, object]>([
		['definition', { '-url': url }, { scope: 'openid', traits: { secretSentVia: 'payload' } }],
		['variant', { '-preset': 'github' }, { scope: 'read:user user:email', issuer: 'https://github.com' }],
		['field over definition', { '-url': url, '-scope': 'a,b' }, { scope: 'a b' }],
		['field over variant', { '-preset': 'github', '-scope': 'a' }, { scope: 'a' }],
		['address over variant', { '-preset': 'github', '-url': url }, { issuer: url }],
		[
			'path over variant',
			{ '-preset': 'github', '-token_path': '/other' },
			{ endpoints: { token: 'https://github.com/other', identity: 'https://api.github.com/user' } },
		],
		[
			'claim over variant',
			{ '-preset': 'github', '-username_field': 'nick' },
			{ traits: { claims: { username: 'nick', name: 'name|login' } } },
		],
		[
			'claims over definition',
			{ '-url': url, '-email_field': 'mail', '-name_field': 'cn', '-avatar_field': 'pic' },
			{ traits: { claims: { email: 'mail', name: 'cn', avatar: 'pic' } } },
		],
		['colour of the variant', { '-preset': 'github' }, { button: { color: '#24292F', labelColor: '#FFFFFF' } }],
		['colour over variant', { '-preset': 'github', '-button_color': '#123456' }, { button: { color: '#123456' } }],
		[
			'parameters beside those of the variant',
			{ '-preset': 'twitch', '-extra_parameters': 'a=1&b=%26' },
			{ traits: { extraParameters: { a: '1', b: '&', claims: expect.stringContaining('email_verified') as string } } },
		],
		[
			'a parameter over the same one of the variant',
			{ '-preset': 'twitch', '-extra_parameters': 'claims={}' },
			{ traits: { extraParameters: { claims: '{}' } } },
		],
		[
			'empty field',
			{ '-preset': 'github', '-scope': '', '-token_path': null },
			{ scope: 'read:user user:email', endpoints: { token: 'https://github.com/login/oauth/access_token' } },
		],
		[
			'a variant that is none',
			{ '-url': url, '-preset': 'nothing' },
			{ traits: { protocol: 'oauth2', scope: 'openid' } },
		],
		...['constructor', '__proto__', 'toString'].map((name): [string, Record<string, unknown>, object] => [
			`a variant called ${name}`,
			{ '-url': url, '-preset': name },
			{ missing: [], traits: { protocol: 'oauth2', secretSentVia: 'payload' } },
		]),
		[
			'the variant without a preset',
			{ '-url': url, '-preset': 'custom' },
			{ issuer: url, traits: { protocol: 'oauth2', scope: 'openid' } },
		],
		['a list for a variant', { '-url': url, '-preset': ['github'] }, { issuer: url, scope: 'openid' }],
	])('%s', async (_name, fields, expected) => expect(await read(fields)).toMatchObject(expected));

	test.each<[string, Record<string, unknown>, [email: string, flag: string | undefined, trust: string]]>([
		["the preset's own", { '-preset': 'discord' }, ['email', 'verified', 'claim']],
		[
			"the preset's own, written out",
			{ '-preset': 'discord', '-email_field': ' email ' },
			['email', 'verified', 'claim'],
		],
		['another claim', { '-preset': 'discord', '-email_field': 'mail' }, ['mail', undefined, 'claim']],
		[
			'the same one in braces',
			{ '-preset': 'microsoft', '-email_field': '{{email}}' },
			['{{email}}', undefined, 'claim'],
		],
		['another claim with its flag', { '-email_field': 'mail', '-email_verified_field': 'ok' }, ['mail', 'ok', 'claim']],
		['another flag', { '-email_verified_field': 'ok' }, ['email', 'ok', 'claim']],
		[
			'a flag where the preset knows none',
			{ '-preset': 'nextcloud', '-email_verified_field': 'ok' },
			['ocs.data.email', 'ok', 'claim'],
		],
		[
			'trust beside a flag',
			{ '-preset': 'nextcloud', '-email_verified_field': 'ok', '-trust_email_without_claim': true },
			['ocs.data.email', 'ok', 'trusted'],
		],
	])('whose flag says that an address is verified: %s', async (_name, fields, expected) => {
		const { claims, emailTrust } = (await read({ '-url': url, ...fields })).traits;
		expect([claims.email, claims.emailVerified, emailTrust]).toEqual(expected);
	});

	test("what the preset's own flag denies stays known", async () => {
		const { claims } = (await read({ '-preset': 'meteor', '-email_field': 'mail', '-email_verified_field': 'ok' }))
			.traits;
		expect([claims.presetEmail, claims.presetEmailVerified]).toEqual(['emails.0.address', 'emails.0.verified']);
	});

	test('whose e-mail addresses count is never a matter of which fields are mapped', async () => {
		const { traits } = await read({ '-preset': 'nextcloud', '-email_field': 'mail' });
		expect(traits.emailTrust).toBe(preset('nextcloud').emailTrust);
	});
});

test.each<[unknown, string]>([
	[true, 'trusted'],
	[false, 'claim'],
	['true', 'claim'],
	[1, 'claim'],
	['', 'claim'],
])('an address without a word on it is trusted only where the admin says so: %p', async (value, trust) => {
	expect((await read({ '-url': url, '-trust_email_without_claim': value })).traits.emailTrust).toBe(trust);
});

test.each([
	['github_enterprise', '-url', 'https://git.example.com/', 'https://git.example.com'],
	['github_enterprise', '-url', 'https://git.example.com/api/v3', 'https://git.example.com'],
	['github_enterprise', '-url', 'https://git.example.com/api/v3/', 'https://git.example.com'],
	['github_enterprise', '-url', 'https://octo.ghe.com', 'https://octo.ghe.com'],
	['gitlab', '-issuer', 'https://git.example.com/', 'https://git.example.com'],
	['gitlab', '-issuer', 'https://example.com/gitlab', 'https://example.com/gitlab'],
	['gitlab', '-issuer', 'https://example.com/gitlab/api/v4', 'https://example.com/gitlab'],
	['gitlab', '-issuer', 'https://example.com/gitlab/.well-known/openid-configuration', 'https://example.com/gitlab'],
	['gitlab', '-issuer', 'https://git.example.com/users/sign_in', 'https://git.example.com'],
	['keycloak', '-issuer', 'https://id.example.com/', 'https://id.example.com/'],
])('%s: the server of %s %s is %s', async (preset, suffix, written, issuer) => {
	expect((await read({ '-preset': preset, [suffix]: written })).issuer).toBe(issuer);
});

describe('an issuer', () => {
	const issuer = 'https://id.example.com';

	test('makes it OpenID Connect: the endpoints are discovered, and a name and an address asked for', async () => {
		const provider = await read({ '-issuer': 'id.example.com' });
		expect(provider).toMatchObject({
			missing: [],
			issuer,
			traits: { protocol: 'openid' },
			scope: 'openid profile email',
		});
		expect(Object.values(provider.endpoints).filter(Boolean)).toEqual([]);
	});

	test("beside an address: it is not the paths of core's custom OAuth that count, but what is discovered", async () => {
		const { endpoints } = await read({ '-issuer': issuer, '-url': issuer });
		expect(Object.values(endpoints).filter(Boolean)).toEqual([]);
	});

	test("beside the admin's own path: that one is used in the place of what is discovered", async () => {
		const { endpoints } = await read({ '-issuer': issuer, '-identity_path': `${issuer}/me` });
		expect(endpoints).toMatchObject({ identity: `${issuer}/me` });
		expect([endpoints.authorization, endpoints.token]).toEqual([undefined, undefined]);
	});

	test('of a preset gives way to the one that is filled in', async () => {
		expect((await read({ '-preset': 'gitlab' })).issuer).toBe('https://gitlab.com');
		expect((await read({ '-preset': 'gitlab', '-issuer': issuer })).issuer).toBe(issuer);
	});

	test('that is no address counts as none', async () => {
		expect(await read({ '-issuer': 'not an address', '-url': url })).toMatchObject({
			...{ issuer: url, traits: { protocol: 'oauth2' } },
		});
	});

	test('is compared letter by letter: a slash at its end is part of it', async () => {
		expect((await read({ '-issuer': `${issuer}/` })).issuer).toBe(`${issuer}/`);
	});

	test('keeps `openid` in the scope', async () => {
		expect((await read({ '-issuer': issuer, '-scope': 'email' })).scope).toBe('openid email');
	});
});

describe("core's values, as its REST interface has them", () => {
	test.each<[string, unknown, object]>([
		['-show_button', false, { button: { shown: false } }],
		['-show_button', true, { button: { shown: true } }],
		['-show_button', 'hidden', { button: { shown: false } }],
		['-show_button', 'shown', { button: { shown: true } }],
		['-token_sent_via', 'header', { traits: { secretSentVia: 'header' } }],
		['-token_sent_via', 'payload', { traits: { secretSentVia: 'payload' } }],
		['-identity_token_sent_via', 'header', { traits: { accessTokenSentVia: 'header' } }],
		['-identity_token_sent_via', 'payload', { traits: { accessTokenSentVia: 'query' } }],
		['-access_token_param', 'access_token', { traits: { accessTokenParam: 'access_token' } }],
		['-login_style', 'redirect', { loginStyle: 'redirect' }],
		['-login_style', '', { loginStyle: 'default' }],
		['-button_label_text', 'Sign in with the forum', { button: { label: 'Sign in with the forum' } }],
		['-username_field', '{{/^(.+)@/::email}}', { traits: { claims: { username: '{{/^(.+)@/::email}}' } } }],
	])('%s = %p', async (suffix, value, expected) => {
		expect(await read({ '-url': url, [suffix]: value })).toMatchObject(expected);
	});

	test("core's default for the identity token leaves it to the preset", async () => {
		expect((await read({ '-url': url, '-identity_token_sent_via': 'default' })).traits).not.toHaveProperty(
			'accessTokenSentVia',
		);
	});
});

describe('hostile values', () => {
	const values: unknown[] = [
		{ $ne: 1 },
		[],
		['x'],
		7,
		NaN,
		true,
		() => 'x',
		{ toString: () => 'x' },
		'a'.repeat(100_000),
	];
	const suffixes = forum.fields.map(({ id }) => id.slice(prefix.length));

	test.each(suffixes)('none of them makes Accounts_OAuth_Custom-Forum%s throw, or become an object', async (suffix) => {
		for (const value of values) {
			const provider = await read({ '-url': url, [suffix]: value });
			const { definition, counterparts, traits, base, button, endpoints, missing, syncRules, rules, ...others } =
				provider;
			const { weakenings, eventActions, sessionHours, furtherRequests, ...rest } = others;
			for (const action of Object.values(eventActions)) expect(typeof action).toBe('string');
			expect(sessionHours).toBeGreaterThanOrEqual(0);
			expect(Object.keys(syncRules).filter((key) => key !== 'profile')).toEqual([]);
			expect(definition).toBe(forum);
			expect(counterparts).toEqual([forum.core]);
			expect(weakenings).toEqual([]);
			expect(furtherRequests).toEqual({});
			expect(typeof base.protocol).toBe('string');
			for (const one of [...Object.values(rest), ...Object.values(endpoints), ...Object.values(traits.claims)]) {
				expect(['string', 'boolean', 'undefined']).toContain(typeof one);
			}
			const { onlyDomains, onlyGroups, ...switches } = rules;
			for (const one of [...onlyDomains, ...onlyGroups]) expect(typeof one).toBe('string');
			for (const one of Object.values(switches)) expect(['string', 'boolean']).toContain(typeof one);
			expect(typeof button.order).toBe('number');
			expect(typeof button.shown).toBe('boolean');
			expect(missing.every((role) => typeof role === 'string')).toBe(true);
		}
	});
});

test('of the two modules of Drupal, the one that is chosen; of the two versions of X, 2.0 until another is', async () => {
	const tokenOf = async (module: unknown) => {
		const settings = new MemorySettings({ API_Drupal_URL: url, Accounts_OAuth_Drupal_module: module });
		return (await readProvider(drupal, settings)).endpoints.token;
	};
	expect([await tokenOf(undefined), await tokenOf('simple_oauth'), await tokenOf('other')]).toEqual([
		...[`${url}/oauth2/token`, `${url}/oauth/token`, `${url}/oauth2/token`],
	]);
	const protocolOf = async (version: unknown) =>
		(await readProvider(twitter, new MemorySettings({ Accounts_OAuth_Twitter_oauth_version: version }))).traits
			.protocol;
	expect([await protocolOf(undefined), await protocolOf('1.0a'), await protocolOf('1.0A')]).toEqual([
		...['oauth2', 'oauth1', 'oauth2'],
	]);
});

test('buttons come in the order of their numbers, then of their names', async () => {
	const named = ['Zeta', 'alpha', 'Beta', 'Early'].map(customProvider);
	const settings = new MemorySettings({
		'Accounts_OAuth_Custom-Early-button_order': -1,
		'Accounts_OAuth_Custom-alpha-button_order': '-5',
		'Accounts_OAuth_Custom-Zeta-button_order': 2,
	});
	expect((await readProviders(named, settings)).map(({ name }) => name)).toEqual(['Early', 'alpha', 'Beta', 'Zeta']);
});

test.each([
	['GitHub', 'github', 'GitHub'],
	['Github', 'custom', 'Github'],
	['Ips4', 'ips4', 'IPS4'],
	['Gitea', 'gitea', 'Gitea'],
	['Wordpress_com', 'wordpress_com', 'WordPress.com'],
	['Forum', 'github', 'Forum'],
])('%s with the preset %s is called %s', async (written, chosen, name) => {
	const definition = customProvider(customNames(written)[0]!);
	const stored = new MemorySettings({ [`Accounts_OAuth_Custom-${definition.name}-preset`]: chosen });
	expect((await readProvider(definition, stored)).name).toBe(name);
});

describe('the definition', () => {
	test('counts less than a field, and more than the preset', async () => {
		const definition = JSON.stringify({ version: 1, base: 'github', scope: 'a', accessTokenParam: 'b' });
		expect(await read({ '-definition': definition, '-scope': 'c' })).toMatchObject({
			...{ scope: 'c', issuer: 'https://github.com', missing: [] },
			traits: { accessTokenParam: 'b', tokenPath: '/login/oauth/access_token' },
		});
	});

	test('that can not be used keeps everybody out', async () => {
		expect((await read({ '-preset': 'github', '-definition': '{}' })).missing).toEqual(['definition']);
	});

	test('of a public client needs no secret', async () => {
		const definition = JSON.stringify({ version: 1, clientAuthentication: 'none' });
		expect((await read({ '-url': url, '-secret': '', '-definition': definition })).missing).toEqual([]);
	});

	test('of a client with a key needs the key', async () => {
		const definition = JSON.stringify({ version: 1, clientAuthentication: 'private_key_jwt', clientKeyId: 'a' });
		const missing = ['clientSecret'];
		expect((await read({ '-url': url, '-secret': '', '-definition': definition })).missing).toEqual(missing);
	});
});

test.each([
	['/.well-known/openid-configuration', url, undefined],
	['/realms/a/.well-known/openid-configuration', `${url}/realms/a`, undefined],
	['/.well-known/oauth-authorization-server/a', `${url}/a`, `${url}/.well-known/oauth-authorization-server/a`],
])('the address of a document, %s, is understood as an issuer', async (path, issuer, discoveryUrl) => {
	const provider = await read({ '-preset': 'openid', '-issuer': url + path });
	expect([provider.issuer, provider.traits.discoveryUrl]).toEqual([issuer, discoveryUrl]);
});
