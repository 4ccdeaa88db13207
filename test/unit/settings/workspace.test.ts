import { endpointRules, isSecure, readWorkspace } from '../../../src/settings/workspace';
import { MemorySettings } from '../support/settings';
import { text, list } from '../../../src/values/parse';

test.each<[unknown, string, string]>([
	['https://chat.example.com', 'https://chat.example.com', ''],
	['https://chat.example.com/', 'https://chat.example.com', ''],
	['https://chat.example.com///', 'https://chat.example.com', ''],
	[' https://chat.example.com ', 'https://chat.example.com', ''],
	['https://chat.example.com:8443/', 'https://chat.example.com:8443', ''],
	['https://example.com/chat', 'https://example.com/chat', '/chat'],
	['https://example.com/chat/team//', 'https://example.com/chat/team', '/chat/team'],
	['http://localhost:3000/', 'http://localhost:3000', ''],
	['chat.example.com/', 'chat.example.com', ''],
	['/', '', ''],
	['', '', ''],
	[undefined, '', ''],
	[['https://chat.example.com'], '', ''],
])('Site_Url %p: %p, in %p', async (siteUrl, url, path) => {
	expect(await readWorkspace(new MemorySettings({ Site_Url: siteUrl }))).toMatchObject({ url, path });
});

test.each<[Record<string, unknown>, string, string | undefined]>([
	[{ Site_Name: ' Example ', Language: 'de' }, 'Example', 'de'],
	[{ Site_Name: '', Language: '' }, 'Rocket.Chat', undefined],
	[{ Site_Name: { $ne: 1 }, Language: 7 }, 'Rocket.Chat', undefined],
])('%p', async (settings, name, language) => {
	expect(await readWorkspace(new MemorySettings(settings))).toMatchObject({ name, language });
});

test.each([
	['https://chat.example.com', true, false],
	['HTTPS://CHAT.EXAMPLE.COM', true, false],
	['https://127.0.0.1', true, true],
	['http://localhost:3000', true, true],
	['http://127.0.0.1', true, true],
	['http://127.9.9.9:80', true, true],
	['http://[::1]:3000', true, true],
	['http://chat.example.com', false, false],
	['http://localhost.evil.com', false, false],
	['http://127.0.0.1.evil.com', false, false],
	['http://localhost@evil.com', false, false],
	['http://0.0.0.0', false, false],
	['http://10.0.0.1', false, false],
	['ws://localhost', false, true],
	['javascript:alert(1)', false, false],
	['localhost:3000', false, false],
	['', false, false],
])("%s is secure: %p; on somebody's own machine: %p", (url, secure, loopback) => {
	expect(isSecure(url)).toBe(secure);
	const workspace = { name: '', url, path: '', language: undefined };
	expect(endpointRules(workspace)).toEqual({ allowHttpLoopback: loopback });
});

test.each<[unknown, string, string[]]>([
	[' a , b,, c ', 'a , b,, c', ['a', 'b', 'c']],
	[',', ',', []],
	['', '', []],
	[undefined, '', []],
	[null, '', []],
	[7, '', []],
	[['a'], '', []],
	[{ toString: () => 'a' }, '', []],
])('%p as a text, and as a list', (value, expectedText, expectedList) => {
	expect([text(value), list(value)]).toEqual([expectedText, expectedList]);
});
