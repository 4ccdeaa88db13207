import { pageAfter, startUrl, wantsPassword } from '../../../src/browser-scripts/parts/login-page/address';

test.each([
	['/login?password=1', true],
	['/login?a=b&password=1#c', true],
	['/login?password=12', false],
	['/login?no_password=1', false],
	['/login#password=1', false],
	['/login', false],
])('the address %s asks for the password form: %p', (path, expected) => {
	expect(wantsPassword(`https://chat.example.com${path}`)).toBe(expected);
});

test.each([
	['/', '', ''],
	['/home', '', ''],
	['/login', '', ''],
	['/channel/general', '', '/channel/general'],
	['/channel/general', '?msg=a', '/channel/general?msg=a'],
	['/login', '?loginClient=mobile', '/login?loginClient=mobile'],
	['/login', '?resumeToken=x', ''],
	['/channel/general', '?msg=a&password=x&clientSecret=y', '/channel/general?msg=a'],
	['/reset-password/abc', '?a=b', ''],
	['/register', '', ''],
	['/registered', '', '/registered'],
])('a sign-in that starts at %s%s ends at "%s"', (pathname, search, expected) => {
	expect(pageAfter({ pathname, search }, '/home')).toBe(expected);
	const inFolder = expected && `/sub${expected}`;
	expect(pageAfter({ pathname: `/sub${pathname}`, search }, '/sub/home')).toBe(inFolder);
});

test.each([
	['/login/okta', '', '/login/okta?style=popup'],
	['/login/okta?a=b', '', '/login/okta?a=b&style=popup'],
	['/login/okta', '/x?y=z&w', '/login/okta?style=popup&target_link_uri=%2Fx%3Fy%3Dz%26w'],
])('%s for the page "%s" starts at %s', (href, page, expected) => {
	expect(startUrl(href, 'popup', page)).toBe(expected);
});
