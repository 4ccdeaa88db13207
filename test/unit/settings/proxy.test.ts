import { proxyNotes } from '../../../src/features/admin/proxyNotes';
import { textsFor } from '../../../src/texts/texts';
import { settingProblem } from '../../../src/settings/problems';
import { generalSetting } from '../../../src/settings/form';
import { readProxyServer } from '../../../src/settings/proxy';
import { proxySettings } from '../../../src/settings/proxySettings';
import { readWorkspace } from '../../../src/settings/workspace';
import { appPath, portsWith, workspaceSettings } from '../support/ports';
import { MemorySettings } from '../support/settings';

const context = { rules: { allowHttpLoopback: false }, providers: ['apple', 'okta', 'custom_1'] };
const [host, services, server, workspaces, providers] = [
	proxySettings.host.id,
	proxySettings.services.id,
	proxySettings.server.id,
	proxySettings.workspaces.id,
	proxySettings.providers.id,
];

test.each<[string, unknown, string | undefined]>([
	[host, '', undefined],
	[host, 'https://proxy.example.com', undefined],
	[host, ' https://proxy.example.com/ ', undefined],
	[host, 'https://chat.example.com/api/apps/public/an-app/proxy', undefined],
	[host, 'proxy.example.com', undefined],
	[host, 'http://proxy.example.com', 'url'],
	[host, 'http://localhost:3000', 'url'],
	[host, 'https://user:secret@proxy.example.com', 'url'],
	[host, 'https://proxy.example.com?x=y', 'url'],
	[host, 'https://proxy.example.com#x', 'url'],
	[host, 'https://proxy example.com', 'url'],
	[host, 'https://', 'url'],
	[host, 'javascript:alert(1)', 'url'],
	[host, 'https://proxy.example.com/oauth_redirect', 'proxy_host'],
	[host, 'https://proxy.example.com/redirect/', 'proxy_host'],
	[host, 7, 'text'],
	[services, '', undefined],
	[services, 'okta', undefined],
	[services, 'Apple, OKTA,\n custom_1,', undefined],
	[services, 'okta,aple', 'provider'],
	[services, 'okta;apple', 'provider'],
	[services, '*', 'provider'],
	[services, true, 'text'],
	[workspaces, 'https://a.example.com\nhttps://b.example.com:8443/team, c.example.com', undefined],
	[workspaces, 'https://a.example.com, http://b.example.com', 'url'],
	[workspaces, 'https://a.example.com?x', 'url'],
	[workspaces, 'https://*.example.com', 'wildcard'],
	[workspaces, '*', 'wildcard'],
	[providers, 'https://id.example.com/authorize https://b.example.com/o/auth/', undefined],
	[providers, 'https://id.example.com', 'proxy_endpoint'],
	[providers, 'https://id.example.com/', 'proxy_endpoint'],
	[providers, 'https://id.example.com/authorize?x=y', 'url'],
	[providers, 'https://id.example.com/*', 'wildcard'],
	[server, true, undefined],
	[server, 'true', 'switch'],
])('%s = %j -> %s', async (id, value, problem) => {
	expect((await settingProblem(id, value, context))?.key).toBe(problem);
});

test('a refusal names what is wrong', async () => {
	const detailOf = async (id: string, value: string) => (await settingProblem(id, value, context))?.detail;
	await expect(detailOf(services, 'aple, okta, twiter')).resolves.toBe('aple, twiter');
	await expect(detailOf(workspaces, 'https://a.example.com http://b.example.com')).resolves.toBe(
		'http://b.example.com is not an https address',
	);
});

test('on a machine of its own plain http will do', async () => {
	const local = { ...context, rules: { allowHttpLoopback: true } };
	expect(await settingProblem(host, 'http://localhost:3000/proxy', local)).toBeUndefined();
	expect((await settingProblem(host, 'http://proxy.example.com', local))?.key).toBe('url');
});

test('there is no proxy by default, and nobody else is one', () => {
	const section = Object.values(proxySettings).map((setting) =>
		generalSetting(setting, 'https://chat.example.com/proxy'),
	);
	expect(section.map(({ id, packageValue }) => [id, packageValue])).toEqual([
		['Accounts_OAuth_Proxy_host', ''],
		['Accounts_OAuth_Proxy_services', ''],
		['OAuth_Proxy_server', false],
		['OAuth_Proxy_server_url', 'https://chat.example.com/proxy'],
		['OAuth_Proxy_server_workspaces', ''],
		['OAuth_Proxy_server_providers', ''],
	]);
});

const read = async (settings: Record<string, unknown>) =>
	readProxyServer(new MemorySettings(settings), await readWorkspace(portsWith().serverSettings), appPath);

test.each([[undefined], [false], ['true'], [1]])('a switch that is %j is off', async (value) => {
	await expect(read({ [server]: value, [workspaces]: 'https://a.example.com' })).resolves.toBeUndefined();
});

test('the lists, as they are compared', async () => {
	await expect(
		read({
			[server]: true,
			[workspaces]: ' HTTPS://A.Example.com:443/,b.example.com/team//\nhttps://',
			[providers]: 'https://id.example.com/a/../authorize\n\nhttps://b.example.com/auth/ https://',
		}),
	).resolves.toEqual({
		url: `${String(workspaceSettings.Site_Url)}${appPath}/proxy`,
		workspaces: ['https://a.example.com', 'https://b.example.com/team'],
		providers: ['https://id.example.com/authorize', 'https://b.example.com/auth/'],
		rules: { allowHttpLoopback: false },
	});
});

test.each<[Record<string, unknown>, string[]]>([
	[{}, []],
	[{ [host]: 'https://p.example.com' }, [host]],
	[{ [services]: 'okta' }, [host]],
	[{ [host]: 'https://p.example.com', [services]: 'okta' }, []],
	[{ [server]: true, [workspaces]: 'https://a.example.com' }, [server]],
	[{ [server]: true, [providers]: 'https://a.example.com/b' }, [server]],
	[{ [server]: true, [workspaces]: 'https://a.example.com', [providers]: 'https://a.example.com/b' }, []],
])('%j: something is to be said about %j', async (settings, expected) => {
	const workspace = await readWorkspace(portsWith().serverSettings);
	const notes = await proxyNotes(new MemorySettings(settings), workspace, appPath, textsFor(undefined, 'en'));
	expect(Object.keys(notes)).toEqual(expected);
});
