import { generateKeyPairSync } from 'node:crypto';

import { endpointProblem } from '../../../src/oauth/endpointRules';
import { apple } from '../../../src/providers/sections/apple';
import { customProvider } from '../../../src/providers/custom';
import type { FieldRole, ProviderDefinition } from '../../../src/providers/definition/definition';
import { endpointUrl } from '../../../src/settings/endpointUrl';
import { fieldProblem, settingProblem } from '../../../src/settings/problems';

const forum = customProvider('Forum');
const rules = { allowHttpLoopback: false };
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p8 = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

const problemOf = async (role: FieldRole, value: unknown, definition: ProviderDefinition = forum): Promise<unknown> =>
	(
		await fieldProblem(
			definition,
			definition.fields.find((field) => field.role === role)!,
			value,
			rules,
		)
	)?.key;

const switches: readonly FieldRole[] = [
	...(['enabled', 'trustEmail', 'mergeUsers', 'mergeUsersDistinctServices', 'approval', 'signOut'] as const),
	...(['syncProfile', 'overwriteProfile', 'syncRoles', 'mergeRoles'] as const),
	...(['allowAdminRole', 'mapChannels', 'createRooms'] as const),
];

const texts: readonly FieldRole[] = [
	...(['variant', 'issuer', 'url', 'authorizePath', 'tokenPath', 'identityPath', 'clientId', 'clientSecret'] as const),
	...(['scope', 'tokenSentVia', 'identityTokenSentVia', 'accessTokenParam', 'extraParameters'] as const),
	...([
		'usernameField',
		'emailField',
		'emailVerifiedField',
		'nameField',
		'avatarField',
		'loginStyle',
		'showButton',
	] as const),
	...(['allowCreate', 'allowLink', 'keyField', 'onlyDomains', 'onlyGroups'] as const),
	...(['groupsClaim', 'rolesClaim', 'groupsSeparator', 'rolesMap', 'rolesToSync'] as const),
	...(['groupsChannelMap', 'channelsAdmin'] as const),
	...(['buttonText', 'buttonTextColor', 'buttonColor'] as const),
];

test('every field of the form is told of below', () => {
	const others = [...switches, 'order', 'callbackUrl'];
	expect(forum.fields.map(({ role }) => role).filter((role) => !others.includes(role))).toEqual(
		expect.arrayContaining([...texts]),
	);
	expect(forum.fields.length - others.length).toBe(texts.length);
});

test.each(texts)('%s: empty -> no problem; no text -> "text"; 100 000 characters -> a problem', async (role) => {
	const problemsOf = (values: unknown[]): Promise<unknown[]> =>
		Promise.all(values.map(async (value) => [value, await problemOf(role, value)]));
	const empty = ['', null, undefined];
	expect(await problemsOf(empty)).toEqual(empty.map((value) => [value, undefined]));
	const foreign: unknown[] = [7, NaN, {}, { $ne: 1 }, [], ['a'], { toString: () => 'popup' }];
	expect(await problemsOf(foreign)).toEqual(foreign.map((value) => [value, 'text']));
	expect(await problemOf(role, 'a'.repeat(100_000))).toBeDefined();
});

test.each<[FieldRole, string, string | undefined]>([
	['issuer', 'https://example.okta.com/oauth2/default', undefined],
	['issuer', ' example.okta.com ', undefined],
	['issuer', 'http://example.okta.com', 'url'],
	['issuer', 'http://127.0.0.1', 'url'],
	['issuer', 'javascript:alert(1)', 'url'],
	['issuer', 'exa mple.com', 'url'],
	['issuer', 'https://user:password@example.com', 'url'],
	['issuer', 'https://example.com#x', 'url'],
	['url', 'https://example.com/community', undefined],
	['url', 'ftp://example.com', 'url'],
	['authorizePath', '/oauth/authorize', undefined],
	['authorizePath', 'oauth/authorize?prompt=login', undefined],
	['authorizePath', 'https://id.example.com/authorize', undefined],
	['authorizePath', 'http://id.example.com/authorize', 'url'],
	['authorizePath', 'javascript:alert(1)', 'url'],
	['tokenPath', '//evil.com/token', 'path'],
	['tokenPath', '/oauth token', 'path'],
	['tokenPath', '\\\\evil.com\\token', 'path'],
	['identityPath', '/me#x', 'path'],
	['clientId', 'a client', undefined],
	['clientId', 'a\nclient', 'text'],
	['clientSecret', 'ünï+/=%', undefined],
	['clientSecret', 'a\u0000b', 'text'],
	['scope', 'openid profile', undefined],
	['scope', 'openid\r\nx', 'text'],
	['tokenSentVia', 'header', undefined],
	['tokenSentVia', 'payload', undefined],
	['tokenSentVia', 'automatic', undefined],
	['tokenSentVia', 'default', 'choice'],
	['tokenSentVia', 'toString', 'choice'],
	['identityTokenSentVia', 'default', undefined],
	['identityTokenSentVia', 'query', 'choice'],
	['variant', 'github', undefined],
	['variant', 'openid', undefined],
	['variant', 'GitHub', 'choice'],
	['variant', '__proto__', 'choice'],
	['variant', 'constructor', 'choice'],
	['loginStyle', 'redirect', undefined],
	['loginStyle', '_blank', 'choice'],
	['showButton', 'hidden', undefined],
	['showButton', 'true', 'choice'],
	['accessTokenParam', 'oauth_token', undefined],
	['accessTokenParam', 'a&b', 'text'],
	['accessTokenParam', 'a'.repeat(65), 'text'],
	['extraParameters', 'prompt=select_account&hd=example.com', undefined],
	['extraParameters', 'redirect_uri=https://evil.com', 'parameters'],
	['extraParameters', 'prompt=login&State=x', 'parameters'],
	['extraParameters', 'request_uri=x', 'parameters'],
	['extraParameters', '=x', 'parameters'],
	['usernameField', 'nickname|login', undefined],
	['usernameField', '/^(.+)@/::email', undefined],
	['usernameField', '{{a', 'template'],
	['nameField', '{{given_name}} {{family_name}}', undefined],
	['emailField', 'a..b', 'template'],
	['emailVerifiedField', '{{verified', 'template'],
	['avatarField', '/(a+)+$/::picture', 'template'],
	['buttonColor', '#1D74F5', undefined],
	['buttonColor', '#fff', undefined],
	['buttonColor', 'red', 'color'],
	['buttonTextColor', '#fff;background:url(//evil.com)', 'color'],
	['buttonText', 'Sign in <b>', undefined],
	['buttonText', 'a\nb', 'text'],
	['groupsClaim', 'https://example.com/groups', undefined],
	['rolesClaim', 'realm_access.roles|roles', undefined],
	['rolesClaim', 'a..b', 'template'],
	['groupsSeparator', 'comma', undefined],
	['groupsSeparator', ',', 'choice'],
	['onlyGroups', 'staff, /chat users', undefined],
	['onlyGroups', '["CN=Staff,OU=x"]', undefined],
	['rolesMap', '{"staff":"auditor","leads":["auditor","Team lead"]}', undefined],
	['rolesMap', '{"bosses":"admin"}', undefined],
	['rolesMap', '{"staff":"auditor",}', 'map'],
	['rolesMap', '["auditor"]', 'map'],
	['rolesMap', '{"staff":"moderator"}', 'role'],
	['rolesMap', '{"robots":["auditor","bot"]}', 'role'],
	['rolesToSync', 'auditor, Team lead', undefined],
	['rolesToSync', 'auditor,owner', 'role'],
	['groupsChannelMap', '{"rocket-admin":"admin","tech-support":"support"}', undefined],
	['groupsChannelMap', '{"staff":{"room":"team"}}', 'map'],
	['groupsChannelMap', `{"staff":"${'a'.repeat(20_000)}"}`, 'text'],
])('%s = %j -> %p', async (role, value, problem) => expect(await problemOf(role, value)).toBe(problem));

test.each<[FieldRole, unknown, string | undefined]>([
	...switches.flatMap((role): Array<[FieldRole, unknown, string | undefined]> => [
		[role, true, undefined],
		[role, false, undefined],
		[role, 'true', 'switch'],
		[role, 1, 'switch'],
		[role, {}, 'switch'],
	]),
	['showButton', false, undefined],
	['showButton', true, undefined],
	['order', 3, undefined],
	['order', -3, undefined],
	['order', '', undefined],
	['order', '3', 'number'],
	['order', 1.5, 'number'],
	['order', Infinity, 'number'],
	['order', NaN, 'number'],
	['order', [3], 'number'],
])('%s = %p -> %p', async (role, value, problem) => expect(await problemOf(role, value)).toBe(problem));

test.each<[string, string | undefined]>([
	[p8, undefined],
	[p8.replace(/\n/g, ' '), undefined],
	['not a key', 'private_key'],
	[p8.slice(0, 100), 'private_key'],
	['a'.repeat(1_000_000), 'private_key'],
])('the private key %j -> %p', async (value, problem) => {
	expect(await problemOf('privateKey', value, apple)).toBe(problem);
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
	const field = forum.fields.find(({ role }) => role === 'url')!;
	const own = { allowHttpLoopback: true };
	expect(await fieldProblem(forum, field, 'http://127.0.0.1:8080', own)).toBeUndefined();
	expect((await fieldProblem(forum, field, 'http://example.com', own))?.key).toBe('url');
});

const context = { rules, providers: ['okta'] };

test.each<[string, unknown, string | undefined]>([
	['Accounts_OAuth_Custom', 'ips4, keycloak', undefined],
	['Accounts_OAuth_Custom', 'My-Okta 2', undefined],
	['Accounts_OAuth_Custom', ' , ,', undefined],
	['Accounts_OAuth_Custom', 'ips4,!!!', 'name'],
	['Accounts_OAuth_Custom', 'ips4,IPS4', 'name'],
	['Accounts_OAuth_Custom', 'ips4,ips-4', 'name'],
	['Accounts_OAuth_Custom', 'okta', 'name_taken'],
	['Accounts_OAuth_Custom', 'ips4,A-p-p-l-e', 'name_taken'],
	['Accounts_OAuth_Custom', ['ips4'], 'text'],
	['Accounts_OAuth_Custom', { a: 1 }, 'text'],
	['Accounts_OAuth_Custom', 7, 'text'],
	['Accounts_OAuth_Custom', true, 'text'],
	['Session_internal_url', 'http://rc:3000', undefined],
	['Session_internal_url', ' http://127.0.0.1:3000 ', undefined],
	['Session_internal_url', 'rc:3000', 'url'],
	['Session_internal_url', 'file:///etc/passwd', 'url'],
	['Session_internal_url', ['http://rc:3000'], 'text'],
	['Session_cas_url', 'https://chat.example.com', undefined],
	['Session_cas_url', 'https://user:password@chat.example.com', 'url'],
	['Session_bridge', 'rest', undefined],
	['Session_bridge', 'ldap', 'choice'],
	['Session_rest_user_id', 'u1', undefined],
	['Session_rest_token', 'a\nb', 'text'],
	['Session_create_token_secret', { $ne: 1 }, 'text'],
	['Accounts_privileged_login', 'nobody', 'choice'],
	['Accounts_recreate_deleted', true, undefined],
	['Accounts_recreate_deleted', 'true', 'switch'],
	['Login_page_links', 1, 'switch'],
	['Login_page_links', '', undefined],
	['Login_page_links', null, undefined],
])('%s = %p -> %p', (id, value, key) => expect(settingProblem(id, value, context)?.key).toBe(key));

test.each([
	['ips4,!!!', '!!!'],
	['ips4,IPS4', 'ips4,IPS4'],
	['ips4,A-p-p-l-e', 'Apple'],
])('of the names %j, it says that it is about %j', (names, detail) => {
	expect(settingProblem('Accounts_OAuth_Custom', names, context)?.detail).toBe(detail);
});

test('the reason that is shown never repeats a secret', async () => {
	for (const [role, value] of [
		['clientSecret', 'top\u0000secret'],
		['privateKey', 'topsecret'],
	] as const) {
		const definition = role === 'privateKey' ? apple : forum;
		const field = definition.fields.find((one) => one.role === role)!;
		expect(JSON.stringify(await fieldProblem(definition, field, value, rules))).not.toContain('secret');
	}
});
