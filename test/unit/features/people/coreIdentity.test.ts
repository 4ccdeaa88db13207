import type { CoreSetup } from '../../../../src/features/people/coreIdentity';
import { coreSubject } from '../../../../src/features/people/coreIdentity';
import { catalog } from '../../../../src/providers/catalog';
import { customProvider } from '../../../../src/providers/custom';
import type { ProviderDefinition } from '../../../../src/providers/definition/definition';
import { readProvider } from '../../../../src/settings/provider';
import { MemorySettings } from '../../support/settings';

const definition = (id: string): ProviderDefinition => catalog.find((one) => one.id === id)!;

interface Case {
	/** Settings of the app. */
	readonly app?: Record<string, unknown>;
	readonly core?: Partial<CoreSetup>;
	readonly data: unknown;
	/** Of the discovery document. */
	readonly userinfo?: string;
}

/** What any of core's sign-ins that the provider may be the successor of tells. */
async function subject(
	provider: ProviderDefinition,
	{ app = {}, core = {}, data, userinfo }: Case,
): Promise<string | undefined> {
	const settled = await readProvider(provider, new MemorySettings(app));
	const endpoint = settled.endpoints.identity ?? userinfo;
	const setup = { url: '', identityPath: '', clientId: '', ...core };
	return settled.counterparts.map((one) => coreSubject(data, one, setup, settled, endpoint)).find(Boolean);
}

const drupal = (url: string): Record<string, unknown> => ({ API_Drupal_URL: url });
const https = 'https://people.example.com';

describe('core’s Drupal', () => {
	test.each<[string, Case, string | undefined]>([
		['a text', { app: drupal(https), core: { url: https }, data: { id: 'u-7' } }, 'u-7'],
		['a number', { app: drupal(https), core: { url: https }, data: { id: 7 } }, '7'],
		['with other slashes', { app: drupal(`${https}/`), core: { url: `${https}//` }, data: { id: '7' } }, '7'],
		['in other letters', { app: drupal('https://People.example.com'), core: { url: https }, data: { id: '7' } }, '7'],
		[
			'the server it noted',
			{ app: drupal(https), core: { url: https }, data: { id: '7', serverURL: `${https}/` } },
			'7',
		],
		['no server noted', { app: drupal(https), core: { url: https }, data: { id: '7', serverURL: null } }, '7'],
		[
			'another server noted',
			{ app: drupal(https), core: { url: https }, data: { id: '7', serverURL: 'https://a.b' } },
			undefined,
		],
		[
			'a server noted that is none',
			{ app: drupal(https), core: { url: https }, data: { id: '7', serverURL: 1 } },
			undefined,
		],
		['another server', { app: drupal(https), core: { url: 'https://old.example.com' }, data: { id: '7' } }, undefined],
		['another path', { app: drupal(https), core: { url: `${https}/b` }, data: { id: '7' } }, undefined],
		[
			'another scheme',
			{ app: drupal(https), core: { url: 'http://people.example.com' }, data: { id: '7' } },
			undefined,
		],
		['no server', { app: drupal(https), core: {}, data: { id: '7' } }, undefined],
		['two that are none', { app: drupal('::'), core: { url: '::' }, data: { id: '7' } }, undefined],
		['nothing', { app: drupal(https), core: { url: https }, data: undefined }, undefined],
		['a list', { app: drupal(https), core: { url: https }, data: [{ id: '7' }] }, undefined],
		...[
			undefined,
			null,
			'',
			0,
			'0',
			true,
			'undefined',
			{ $ne: 1 },
			['7'],
			1.5,
			2 ** 60,
			'a\u0000b',
			'x'.repeat(256),
		].map((id): [string, Case, undefined] => [
			`the id ${JSON.stringify(id)?.slice(0, 20)}`,
			{ app: drupal(https), core: { url: https }, data: { id } },
			undefined,
		]),
		[
			'an id of its prototype',
			{ app: drupal(https), core: { url: https }, data: Object.create({ id: '7' }) },
			undefined,
		],
	])('%s', async (_name, one, expected) => {
		await expect(subject(definition('drupal'), one)).resolves.toBe(expected);
	});
});

test.each<[string, Case, string | undefined]>([
	[
		'dolphin',
		{ app: { Accounts_OAuth_Dolphin_URL: https }, core: { url: https }, data: { id: 3, NickName: 'x' } },
		'3',
	],
	['tokenpass', { app: { API_Tokenpass_URL: https }, core: { url: https }, data: { id: 't' } }, 't'],
	['twitter', { data: { id: '123456789012345678', screenName: 'x' } }, '123456789012345678'],
	['twitter', { app: { Accounts_OAuth_Twitter_url: https }, data: { id: '1' } }, undefined],
	// Of which team's making the id is, the document does not say.
	['apple', { core: { url: 'https://appleid.apple.com' }, data: { id: '001.ab.2' } }, undefined],
	['okta', { app: { Accounts_OAuth_Okta_issuer: https }, core: { url: https }, data: { id: '1' } }, undefined],
])('core’s %s: %j', async (id, one, expected) => {
	await expect(subject(definition(id), one)).resolves.toBe(expected);
});

const custom = (fields: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(fields).map(([key, value]) => [`Accounts_OAuth_Custom-Club-${key}`, value]));

describe('core’s custom OAuth of the same name', () => {
	const app = custom({ url: https, id: 'new-client' });
	const openid = custom({ preset: 'openid', issuer: https, id: 'client' });
	const core = { url: https, clientId: 'client' };
	const userinfo = `${https}/userinfo`;
	const sub = { id: 's', sub: 's' };

	test.each<[string, Case, string | undefined]>([
		['the same document', { app, core, data: { id: 5 } }, '5'],
		[
			'the same document, each with its slashes',
			{ app: custom({ url: `${https}/` }), core: { url: https, identityPath: 'me' }, data: { id: 5 } },
			'5',
		],
		[
			'the same document by an absolute URL',
			{ app, core: { url: 'https://a.b', identityPath: `${https}/me` }, data: { id: 5 } },
			'5',
		],
		['another document', { app, core: { ...core, identityPath: '/user' }, data: { id: 5 } }, undefined],
		[
			'another document by its query',
			{ app: custom({ url: https, identity_path: '/?a' }), core: { url: https, identityPath: '/?b' }, data: { id: 5 } },
			undefined,
		],
		['a server that core does not have', { app, data: { id: 5 } }, undefined],
		[
			'an id that the preset reads elsewhere',
			{ app: custom({ url: https, preset: 'wordpress', identity_path: '/me' }), core, data: { id: 5, ID: 6 } },
			undefined,
		],
		['OpenID Connect', { app: openid, core: { ...core, identityPath: '/userinfo' }, userinfo, data: sub }, 's'],
		[
			'OpenID Connect, with another id before it',
			{ app: openid, core: { ...core, identityPath: '/userinfo' }, userinfo, data: { id: '1', sub: 's' } },
			undefined,
		],
		[
			'OpenID Connect, without its subject',
			{ app: openid, core: { ...core, identityPath: '/userinfo' }, userinfo, data: { id: 's' } },
			undefined,
		],
		[
			'OpenID Connect of another tenant',
			{ app: openid, core: { ...core, identityPath: '/b/userinfo' }, userinfo, data: sub },
			undefined,
		],
		[
			'OpenID Connect for another client',
			{ app: openid, core: { url: https, identityPath: '/userinfo', clientId: 'x' }, userinfo, data: sub },
			undefined,
		],
		[
			'OpenID Connect with no client',
			{
				app: custom({ preset: 'openid', issuer: https }),
				core: { url: https, identityPath: '/userinfo' },
				userinfo,
				data: sub,
			},
			undefined,
		],
		[
			'OpenID Connect whose endpoint nobody knows',
			{ app: openid, core: { ...core, identityPath: '/userinfo' }, data: sub },
			undefined,
		],
	])('%s', async (_name, one, expected) => {
		await expect(subject(customProvider('Club'), one)).resolves.toBe(expected);
	});

	test.each(['cas', 'ldap', 'saml', 'password', 'resume', 'email2fa'])('“%s” is not one', async (name) => {
		const provider = customProvider(name[0]!.toUpperCase() + name.slice(1));
		expect((await readProvider(provider, new MemorySettings())).counterparts).toEqual([]);
	});
});

describe('core’s built-in of a preset', () => {
	test.each<[string, Case, string | undefined]>([
		['github', { data: { id: 583231 } }, '583231'],
		['google', { data: { id: '110' } }, '110'],
		['gitlab', { data: { id: 42 } }, '42'],
		['gitlab', { core: { url: https }, data: { id: 42 } }, undefined],
		['gitlab', { app: custom({ issuer: https }), core: { url: https }, data: { id: 42 } }, '42'],
		['meteor', { data: { id: 'abc' } }, 'abc'],
		['nextcloud', { app: custom({ url: https }), core: { url: https }, data: { id: 'ann' } }, 'ann'],
		['github_enterprise', { app: custom({ url: https }), core: { url: https }, data: { id: 9 } }, '9'],
		['facebook', { app: custom({ id: 'app' }), core: { clientId: 'app' }, data: { id: '77' } }, '77'],
		['facebook', { app: custom({ id: 'app' }), core: { clientId: 'other' }, data: { id: '77' } }, undefined],
	])('%s: %j', async (preset, { app = {}, ...one }, expected) => {
		const fields = { ...custom({ preset }), ...app };
		await expect(subject(customProvider('Club'), { app: fields, ...one })).resolves.toBe(expected);
	});
});
