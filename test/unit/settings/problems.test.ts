import { generateKeyPairSync } from 'node:crypto';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import type { Problem } from '../../../src/controls/problem';
import { endpointProblem } from '../../../src/oauth/endpointRules';
import { customProvider } from '../../../src/providers/custom';
import type { FieldRole } from '../../../src/providers/fields/fields';
import { fields, rolesOf } from '../../../src/providers/fields/fields';
import { apple } from '../../../src/providers/sections/apple';
import { endpointUrl } from '../../../src/settings/endpointUrl';
import { generalSettings } from '../../../src/settings/general';
import { fieldProblem, settingProblem } from '../../../src/settings/problems';

const forum = customProvider('Forum');
const rules = { allowHttpLoopback: false };
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p8 = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

const fieldOf = (role: FieldRole) => {
	const definition = [forum, apple].find((one) => one.fields.some((field) => field.role === role))!;
	return { definition, field: definition.fields.find((field) => field.role === role)! };
};

const problemOf = async (role: FieldRole, value: unknown): Promise<Problem['key'] | undefined> => {
	const { definition, field } = fieldOf(role);
	return (await fieldProblem(definition, field, value, rules))?.key;
};

interface Row {
	readonly stored?: readonly unknown[];
	readonly refused?: Readonly<Partial<Record<Problem['key'], readonly unknown[]>>>;
}

const on: Row = {};
const template: Row = { stored: ['mail|email'], refused: { template: ['a..b', '{{a'] } };
const yesOrNo: Row = { stored: ['yes', 'no'], refused: { choice: ['maybe', 'constructor'] } };
const line: Row = { stored: ['a b'], refused: { text: ['a\nb', 'a\u0000b'] } };

/** What can be stored in each field, and what is refused, by the reason. More rows follow from the control: see below. */
const rows: Readonly<Record<FieldRole, Row>> = {
	enabled: on,
	clientId: { stored: ['a client'], refused: { text: ['a\nclient'] } },
	clientSecret: {
		stored: ['ünï+/=%', p8, p8.replace(/\n/g, ''), JSON.stringify(privateKey.export({ format: 'jwk' }), null, '\t')],
		refused: {
			text: ['a\u0000b'],
			client_key: [p8.slice(0, 100), p8.replaceAll('PRIVATE', 'PUBLIC'), '{"kty":"RSA","n":"AQAB","e":"AQAB"}'],
		},
	},
	teamId: line,
	keyId: line,
	privateKey: {
		stored: [p8, p8.replace(/\n/g, ' ')],
		refused: { private_key: ['not a key', p8.slice(0, 100), 'a'.repeat(1_000_000)] },
	},
	callbackUrl: line,
	variant: { stored: ['github', 'openid'], refused: { choice: ['GitHub', '__proto__', 'constructor'] } },
	issuer: {
		stored: ['https://example.okta.com/oauth2/default', ' example.okta.com '],
		refused: {
			url: [
				...['http://example.okta.com', 'http://127.0.0.1', 'javascript:alert(1)', 'exa mple.com'],
				...['https://user:password@example.com', 'https://example.com#x'],
			],
		},
	},
	url: { stored: ['https://example.com/community'], refused: { url: ['ftp://example.com'] } },
	authorizePath: {
		stored: ['/oauth/authorize', 'oauth/authorize?prompt=login', 'https://id.example.com/authorize'],
		refused: {
			url: ['http://id.example.com/authorize', 'javascript:alert(1)'],
			parameters: ['/authorize?scope=a,b', 'https://id.example.com/authorize?a=1&State=x'],
		},
	},
	tokenPath: { refused: { path: ['//evil.com/token', '/oauth token', '\\\\evil.com\\token'] } },
	tokenSentVia: { stored: ['header', 'payload', 'automatic'], refused: { choice: ['default', 'toString'] } },
	identityPath: { refused: { path: ['/me#x'] } },
	identityTokenSentVia: { stored: ['default', 'header', 'payload'], refused: { choice: ['query'] } },
	accessTokenParam: { stored: ['oauth_token'], refused: { text: ['a&b', 'a'.repeat(65)] } },
	scope: { stored: ['openid profile'], refused: { text: ['openid\r\nx'] } },
	extraParameters: {
		stored: ['prompt=select_account&hd=example.com'],
		refused: { parameters: ['redirect_uri=https://evil.com', 'prompt=login&State=x', 'request_uri=x', '=x'] },
	},
	definition: {
		stored: ['{"version":1}', '{"version":1,"userinfo":"off"}', '{"version":1,"base":"github"}'],
		refused: { definition: ['{', '{}', '{"version":2}', '{"version":1,"x":1}'] },
	},
	signOut: on,
	subjectField: { stored: ['uuid', 'data.0.user_id'], refused: { template: ['{{a'] } },
	usernameField: { stored: ['nickname|login', '/^(.+)@/::email'], refused: { template: ['{{a'] } },
	emailField: template,
	emailVerifiedField: { stored: ['mail_verified|email_verified'], refused: { template: ['{{verified'] } },
	nameField: { stored: ['{{given_name}} {{family_name}}'], refused: { template: ['a..b'] } },
	avatarField: { stored: ['picture'], refused: { template: ['/(a+)+$/::picture'] } },
	trustEmail: on,
	groupsClaim: { stored: ['https://example.com/groups'], refused: { template: ['a..b'] } },
	rolesClaim: { stored: ['realm_access.roles|roles'], refused: { template: ['a..b'] } },
	groupsSeparator: { stored: ['none', 'comma', 'semicolon', 'space'], refused: { choice: [','] } },
	mayCreate: yesOrNo,
	mayLink: yesOrNo,
	keyField: { stored: ['username', 'email'], refused: { choice: ['name'] } },
	mergeUsers: on,
	mergeDistinct: on,
	onlyDomains: { stored: ['example.com, @b.example'], refused: { domain: ['example', 'a b.com', '*.example.com'] } },
	onlyGroups: { stored: ['staff, /chat users', '["CN=Staff,OU=x"]'], refused: { text: ['a\nb'] } },
	approval: on,
	syncProfile: on,
	overwriteProfile: on,
	syncRoles: on,
	rolesMap: {
		stored: ['{"staff":"auditor","leads":["auditor","Team lead"]}', '{"bosses":"admin"}'],
		refused: {
			map: ['{"staff":"auditor",}', '["auditor"]'],
			role: ['{"staff":"moderator"}', '{"robots":["auditor","bot"]}'],
			text: [`{"staff":"${'a'.repeat(20_000)}"}`],
		},
	},
	mergeRoles: on,
	rolesToSync: { stored: ['auditor, Team lead'], refused: { role: ['auditor,owner'], text: ['a\nb'] } },
	allowAdminRole: on,
	mapChannels: on,
	groupsChannelMap: {
		stored: ['{"rocket-admin":"admin","tech-support":"support"}'],
		refused: { map: ['{"staff":{"room":"team"}}'], text: [`{"staff":"${'a'.repeat(20_000)}"}`] },
	},
	createRooms: on,
	channelsAdmin: line,
	loginStyle: { stored: ['popup', 'redirect', 'default'], refused: { choice: ['_blank'] } },
	showButton: { stored: ['shown', 'hidden', true, false], refused: { choice: ['true'] } },
	order: { stored: [3, -3, ''], refused: { number: ['3', 1.5, Infinity, NaN, [3]] } },
	eventActions: {
		stored: ['account-delete=deactivate', ' sign-out = link , consent-revoked=nothing '],
		refused: { choice: ['deactivate', 'account-delete=', 'sign-out=link=link', 'logout=link', 'sign-out=constructor'] },
	},
	sessionHours: { stored: [0, 12, ''], refused: { number: ['12', 1.5, -1, Infinity, NaN] } },
	buttonText: { stored: ['Sign in <b>'], refused: { text: ['a\nb'] } },
	buttonTextColor: { stored: ['#fff'], refused: { color: ['#fff;background:url(//evil.com)'] } },
	buttonColor: { stored: ['#1D74F5', '#fff'], refused: { color: ['red'] } },
	picture: {
		stored: ['data:image/svg+xml,<svg/>'],
		refused: { picture: ['https://tracker.example/x.png', 'data:text/html,<b>'], text: [7] },
	},
};

const noTexts: readonly unknown[] = [7, NaN, {}, { $ne: 1 }, [], ['a'], { toString: () => 'popup' }];

/** What holds for every field with such a control. */
const common = (type: SettingType): Row => {
	if (type === SettingType.BOOLEAN) return { stored: [true, false], refused: { switch: ['true', 1, {}] } };
	if (type === SettingType.NUMBER) return {};
	return { stored: ['', null, undefined], refused: { text: noTexts } };
};

test.each(rolesOf(fields))(
	'%s: everything valid is stored, and everything else is refused for its reason',
	async (role) => {
		const { type } = fields[role];
		const wrong: unknown[] = [];
		let tried = 0;
		for (const { stored = [], refused = {} } of [common(type), rows[role]]) {
			const expected = [
				...stored.map((value) => [value, undefined] as const),
				...Object.entries(refused).flatMap(([key, values]) => values.map((value) => [value, key] as const)),
			];
			for (const [value, key] of expected) {
				tried += 1;
				const found = await problemOf(role, value);
				if (found !== key) wrong.push({ value, expected: key, found });
			}
		}
		expect(wrong).toEqual([]);
		expect(tried).toBeGreaterThan(4);
	},
);

test('no text is stored that is too long to be meant', async () => {
	const texts = rolesOf(fields).filter((role) => common(fields[role].type).refused?.text);
	const stored: FieldRole[] = [];
	for (const role of texts) if (!(await problemOf(role, 'a'.repeat(100_000)))) stored.push(role);
	expect(texts.length).toBeGreaterThan(30);
	expect(stored).toEqual([]);
});

test.each<[string, string]>([
	['with a query', 'a/b?c=d'],
	['encoded', '/a%20b'],
	['with a control character', '/a\u0001b'],
	['with a deleted character', '/a\u007fb'],
	['in another script', '/ä'],
	['that climbs', '/a/../../b'],
	['that is a query alone', '?a=b'],
	['that is an address', 'https://id.example.com/a'],
	['of many slashes', '/'.repeat(50)],
	['of two thousand characters', `/${'a'.repeat(2000)}`],
	['of five thousand characters', `/${'a'.repeat(5000)}`],
	['that looks like a port', ':1/a'],
	['that looks like a user', '@b'],
])('a path %s can be called later on, or is not stored', async (_name, path) => {
	if ((await problemOf('tokenPath', path)) !== undefined) return;
	const url = endpointUrl('https://example.com', path)!;
	expect(endpointProblem(url, rules)).toBeUndefined();
	expect(new URL(url).host).toBe(path.startsWith('https://') ? 'id.example.com' : 'example.com');
});

test.each(['https:id.example.com/token', 'id.example.com:8443/token'])(
	'%j is neither a path nor a complete address: the one that is called would be another than the one that is meant',
	async (path) => expect(await problemOf('tokenPath', path)).toBeDefined(),
);

test("on a machine of one's own, plain http to it is taken", async () => {
	const { definition, field } = fieldOf('url');
	const own = { allowHttpLoopback: true };
	expect(await fieldProblem(definition, field, 'http://127.0.0.1:8080', own)).toBeUndefined();
	expect((await fieldProblem(definition, field, 'http://example.com', own))?.key).toBe('url');
});

const context = { rules, providers: ['okta'] };

/** The settings of the proxy have a table of their own: `proxy.test.ts`. */
const general: Readonly<Record<string, Row>> = {
	Accounts_OAuth_Custom: {
		stored: ['ips4, keycloak', 'My-Okta 2', ' , ,'],
		refused: {
			name: ['ips4,!!!', 'ips4,IPS4', 'ips4,ips-4'],
			name_taken: ['okta', 'ips4,A-p-p-l-e'],
			text: [['ips4'], { a: 1 }, 7, true],
		},
	},
	Accounts_learn_from_core: { stored: ['yes', 'no'], refused: { choice: ['maybe'] } },
	Accounts_links_import: { stored: ['okta,1,ann\nokta,2,bob'] },
	Accounts_link_requests: { stored: [true, false], refused: { switch: ['true'] } },
	Accounts_requests_notify: { stored: ['ada, grace'] },
	Session_internal_url: {
		stored: ['http://rc:3000', ' http://127.0.0.1:3000 '],
		refused: { url: ['rc:3000', 'file:///etc/passwd'], text: [['http://rc:3000']] },
	},
	Session_cas_url: {
		stored: ['https://chat.example.com'],
		refused: { url: ['https://user:password@chat.example.com'] },
	},
	Session_bridge: { stored: ['automatic', 'cas', 'rest'], refused: { choice: ['ldap'] } },
	Session_rest_user_id: { stored: ['u1'], refused: { text: ['a\nb'] } },
	Session_rest_token: { stored: ['a-token'], refused: { text: ['a\nb'] } },
	Session_create_token_secret: { stored: ['a secret'], refused: { text: [{ $ne: 1 }] } },
	Session_native_cas_button_phishable: { stored: [true], refused: { switch: ['on'] } },
	Accounts_recreate_deleted: { stored: [true], refused: { switch: ['true'] } },
	Accounts_privileged_login: { stored: ['trust', 'second_factor', 'refuse'], refused: { choice: ['nobody'] } },
	Accounts_privileged_roles: { stored: ['auditor, Team lead'] },
	Accounts_second_factor_acr: { stored: ['phr, https://example.com/mfa'] },
	Login_page_links: { stored: [false, '', null], refused: { switch: [1] } },
	Login_page_hide_password_form: { stored: [true, undefined], refused: { switch: [0] } },
	Login_page_straight_to: {
		stored: ['', 'okta', ' Okta '],
		refused: { provider: ['nobody', 'okta, apple'], text: [7] },
	},
};

test('every setting that belongs to no provider has a row', () => {
	const ids = generalSettings.filter(({ copyOnly, id }) => !copyOnly && !id.includes('Proxy')).map(({ id }) => id);
	expect(Object.keys(general)).toEqual(ids);
});

test.each(Object.entries(general))(
	'%s: everything valid is stored, and everything else is refused',
	async (id, row) => {
		const { stored = [], refused = {} } = row;
		const expected = [
			...stored.map((value) => [value, undefined] as const),
			...Object.entries(refused).flatMap(([key, values]) => values.map((value) => [value, key] as const)),
		];
		const wrong: unknown[] = [];
		for (const [value, key] of expected) {
			const found = (await settingProblem(id, value, context))?.key;
			if (found !== key) wrong.push({ value, expected: key, found });
		}
		expect(wrong).toEqual([]);
	},
);

test('a setting that the app does not know is stored: a page that is still open may send one', async () => {
	expect(await settingProblem('Accounts_OAuth_Custom-Gone-id', {}, context)).toBeUndefined();
});

test.each([
	['ips4,!!!', '!!!'],
	['ips4,IPS4', 'ips4,IPS4'],
	['ips4,A-p-p-l-e', 'Apple'],
])('of the names %j, it says that it is about %j', async (names, detail) => {
	expect((await settingProblem('Accounts_OAuth_Custom', names, context))?.detail).toBe(detail);
});

test('the reason that is shown never repeats a secret', async () => {
	for (const [role, value] of [
		['clientSecret', 'top\u0000secret'],
		['privateKey', 'topsecret'],
	] as const) {
		const { definition, field } = fieldOf(role);
		expect(JSON.stringify(await fieldProblem(definition, field, value, rules))).not.toContain('secret');
	}
});
