import fc from 'fast-check';
import { returnPath } from '../../../src/sign-in/returnPath';

const site = 'https://chat.example.com';

describe('returnPath', () => {
	it.each([
		['/home', '/home'],
		['/channel/general?msg=1#x', '/channel/general?msg=1#x'],
		['https://chat.example.com/group/x', '/group/x'],
		['/apiary', '/apiary'],
		['/channel/saml', '/channel/saml'],
		['/home?note=50%', '/home?note=50%'],
	])('%j leads to %s', (asked, page) => expect(returnPath(asked, site)).toBe(page));

	it.each([
		'//evil.example',
		'/\\evil.example',
		'https:evil.example',
		'/%2f/evil.example',
		'/%5cevil.example',
		'/\t/evil.example',
		'/..//evil.example',
		'/home/../..//evil.example',
		'/home\r\nLocation: x',
		'javascript:alert(1)',
		'data:text/html,x',
		'https://chat.example.com.evil.example/',
		'https://chat.example.com@evil.example/',
		'https://chat.example.com:444/home',
		'http://chat.example.com/home',
		'/api/v1/logout',
		'/a/../api/v1/logout',
		'/_cas/x?ticket=1',
		'/home?resumeToken=somebody',
		'/home?a=b&resumeToken=somebody&userId=1',
		'/login-token/of-an-attacker',
		'/%6Cogin-token/of-an-attacker',
		'/SAML/of-an-attacker',
		'/a/../saml/of-an-attacker',
		'/saml/%ff',
		'/reset-password/x',
		'/enroll-account/x',
		'/mailer/unsubscribe/x/1',
		'home',
		'',
		`/${'a'.repeat(2000)}`,
		['/home'],
		{ path: '/home' },
		undefined,
	])('%j leads nowhere', (asked) => expect(returnPath(asked, site)).toBeUndefined());

	it('stays inside the folder of a workspace in a sub-folder', () => {
		expect(returnPath('/chat/home', `${site}/chat`)).toBe('/chat/home');
		expect(returnPath('/home', `${site}/chat`)).toBeUndefined();
		expect(returnPath('/chat/../home', `${site}/chat`)).toBeUndefined();
		expect(returnPath('/chat/login-token/x', `${site}/chat`)).toBeUndefined();
	});

	it('never leaves the workspace, whatever is asked', () => {
		const pieces = fc.constantFrom(
			'/',
			'\\',
			'..',
			'.',
			'%2f',
			'@',
			':',
			'evil.example',
			'home',
			'?',
			'#',
			'\t',
			'https:',
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
				const page = returnPath(`/${parts.join('')}`, site);
				expect(page === undefined || new URL(page, `${site}/login`).origin === site).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});
});
