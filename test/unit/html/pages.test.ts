import handOff from 'browser-script:handOff';
import leavePopup from 'browser-script:leavePopup';
import signOut from 'browser-script:signOut';
import type { ErrorCode } from '../../../src/errors';
import { errorCodes } from '../../../src/errors';
import { errorPage } from '../../../src/http/errorPage';
import type { Page } from '../../../src/html/layout';
import { nativeButtonPage } from '../../../src/features/native-button/nativeButtonPage';
import { providersPage } from '../../../src/features/login-page/providersPage';
import { requestPage } from '../../../src/features/login/requestPage';
import type { SignedInPageData } from '../../../src/features/login/signedInPage';
import { signedInPage } from '../../../src/features/login/signedInPage';
import { signedOutPage, signOutPage } from '../../../src/features/sign-out/signOutPages';
import { textsFor } from '../../../src/texts/texts';
import { waitingPage } from '../../../src/http/waitingPage';

const texts = textsFor('en', undefined);
const page = { nonce: 'n0nce', workspaceName: 'Example' };
const hostile = `"><script>alert(1)</script>`;

function links({ content }: Page): [string, string][] {
	return [...content.matchAll(/<a [^>]*href="([^"]*)"[^>]*>\s*([^]*?)\s*<\/a>/g)].map(([, href = '', text = '']) => [
		text,
		href,
	]);
}

describe('errorPage', () => {
	const data = { ...page, error: 'state_expired', reference: 'K7QF-2M9X', homeUrl: '/login' } as const;

	test.each(Object.keys(errorCodes) as ErrorCode[])('%s', (error) => {
		const { status, content } = errorPage(texts, { ...data, error });
		expect(status).toBe(errorCodes[error].status);
		expect(content).toContain(`<code dir="ltr">${error}</code>`);
		expect(content).toContain('<code dir="ltr">K7QF-2M9X</code>');
		expect(content.replace(/<style[^]*<\/style>/, '')).not.toMatch(/undefined|\{\w+\}/);
	});

	test('says what happened and what to do next', () => {
		const { content } = errorPage(texts, data);
		for (const key of ['error_title_tookTooLong', 'error_state_expired_text', 'error_next_startAgain'] as const) {
			expect(content).toContain(texts.t(key));
		}
	});

	test('leads back, and to another try where that can help', () => {
		expect(links(errorPage(texts, data))).toEqual([['Back to the login page', '/login']]);
		expect(links(errorPage(texts, { ...data, retryUrl: '/login/okta?a=1&b=2' }))).toEqual([
			['Try again', '/login/okta?a=1&amp;b=2'],
			['Back to the login page', '/login'],
		]);
	});

	test('lets nothing through', () => {
		const { content } = errorPage(texts, {
			...data,
			workspaceName: hostile,
			reference: hostile,
			retryUrl: hostile,
			homeUrl: 'javascript:alert(1)',
		});
		expect(content.match(/<script[^>]*>/g)).toEqual(['<script nonce="n0nce">']);
		expect(content).not.toMatch(/javascript:|alert\(1\)<\/script/);
	});

	test('carries its script', () => {
		expect(errorPage(texts, data).content).toContain(`>${leavePopup}(`);
	});
});

describe('requestPage', () => {
	const data = { ...page, provider: 'Okta', reference: 'K7QF2M9X', homeUrl: '/login' } as const;

	test('says that nothing went wrong, what comes next, and what to tell an admin', () => {
		const { status, content } = requestPage(texts, data);
		expect([status, links(requestPage(texts, data))]).toEqual([202, [['Back to the login page', '/login']]]);
		expect(content).toContain(texts.t('request_text'));
		expect(content).toContain(texts.t('request_next', { provider: 'Okta' }));
		expect(content).toContain('<code dir="ltr">K7QF2M9X</code>');
	});

	test('lets nothing through', () => {
		const names = { workspaceName: hostile, provider: hostile, reference: hostile };
		const { content } = requestPage(texts, { ...data, ...names, homeUrl: 'javascript:alert(1)' });
		expect(content.match(/<script[^>]*>/g)).toEqual(['<script nonce="n0nce">']);
		expect(content).not.toMatch(/javascript:|alert\(1\)<\/script/);
	});

	test('carries its script', () => {
		expect(requestPage(texts, data).content).toContain(`>${leavePopup}(`);
	});
});

describe('waitingPage', () => {
	test.each([
		[30, 30],
		[0.2, 1],
		[0, 1],
		[-5, 1],
		[4.1, 5],
	])('after %d s: tries again in %d s, by itself and by hand', (seconds, expected) => {
		const answer = waitingPage(texts, { ...page, retryUrl: '/retry?a=1&b=2', seconds });
		expect(answer.status).toBe(429);
		expect(answer.headers['retry-after']).toBe(String(expected));
		expect(answer.headers.refresh).toBe(`${expected}; url=/retry?a=1&b=2`);
		expect(answer.content).toContain(`The next try is in ${expected} s.`);
		expect(links(answer)).toEqual([['Try now', '/retry?a=1&amp;b=2']]);
	});

	test('without another address it is the same one, which is not written down', () => {
		const answer = waitingPage(texts, { ...page, seconds: 5 });
		expect(answer.headers.refresh).toBe('5');
		expect(links(answer)).toEqual([['Try now', '']]);
	});

	test('goes nowhere else', () => {
		const answer = waitingPage(texts, { ...page, retryUrl: 'https:evil', seconds: 5 });
		expect(answer.headers.refresh).toBe('5; url=/');
		expect(links(answer)).toEqual([['Try now', '/']]);
	});
});

describe('nativeButtonPage', () => {
	const data = { ...page, action: '/cas/login', id: 'abcdefghijkl', homeUrl: '/login' };

	test('names the workspace, asks, and leads on by a form only', () => {
		const answer = nativeButtonPage(texts, data);
		expect(answer.content).toContain(texts.t('native_button_text', { workspace: 'Example' }));
		expect(answer.content).toContain(texts.t('native_button_warning'));
		expect(answer.content).toContain('<form method="post" action="/cas/login">');
		expect(links(answer)).toEqual([[texts.t('native_button_cancel'), '/login']]);
	});

	test('lets nothing through', () => {
		const { content } = nativeButtonPage(texts, {
			...data,
			workspaceName: hostile,
			id: hostile,
			action: 'javascript:1',
		});
		expect(content).not.toMatch(/<script|javascript:/);
	});
});

describe('providersPage', () => {
	const icon = 'data:image/png;base64,iVBORw0KGgo=';

	test('one link for each provider, with its colours and its drawing', () => {
		const answer = providersPage(texts, {
			...page,
			providers: [
				{ name: 'Okta', href: '/okta', icon },
				{ name: 'Dolphin', href: '/dolphin', label: 'Dive in', color: '#FFF', labelColor: '#eeeeee', icon },
			],
			homeUrl: '/login',
		});
		expect(answer.content.match(/<img src="data:image\/png;base64,iVBORw0KGgo=" alt="" \/>/g)).toHaveLength(2);
		expect(links(answer).map(([text, href]) => [text!.replace(/<[^>]*>/g, '').trim(), href])).toEqual([
			['Sign in with Okta', '/okta'],
			['Dive in', '/dolphin'],
			['Back to the login page', '/login'],
		]);
		expect(answer.content).toContain('.button.button-1:hover{background:#ffffff;color:#000000}');
		expect(answer.content).not.toMatch(/\.button-0\b/);
		expect(answer.content.match(/<style[^>]*>/g)).toEqual(['<style nonce="n0nce">', '<style nonce="n0nce">']);
	});

	test('says so when there is none', () => {
		expect(providersPage(texts, { ...page, providers: [], homeUrl: '/login' }).content).toContain(
			texts.t('providers_none'),
		);
	});

	test('tells whom the mobile app has sent how to get in', () => {
		const data = { ...page, providers: [], homeUrl: '/login' };
		const told = texts.t('providers_from_app', { workspace: 'https://chat.example.com' });
		expect(providersPage(texts, { ...data, openedByApp: 'https://chat.example.com' }).content).toContain(told);
		expect(providersPage(texts, data).content).not.toContain('Rocket.Chat app');
	});

	test.each([
		{ name: hostile, href: '/okta' },
		{ name: 'Okta', href: '/okta', label: hostile },
		{ name: 'Okta', href: 'javascript:alert(1)' },
		{ name: 'Okta', href: '/okta', icon: '"><script>' },
		{ name: 'Okta', href: '/okta', color: 'red;background:url(//evil.example)' },
		{ name: 'Okta', href: '/okta', color: '#ffffff', labelColor: '</style><script>' },
	])('lets nothing through: %j', (provider) => {
		const { content } = providersPage(texts, { ...page, providers: [{ icon, ...provider }], homeUrl: '/login' });
		expect(content).not.toMatch(/<script|javascript:|evil/);
	});
});

describe('signedInPage', () => {
	const data: SignedInPageData = {
		...page,
		provider: 'okta',
		userId: 'user</script>',
		token: 'token"\u2028<!--',
		expires: new Date(1_800_000_000_000),
		storage: 'localStorage',
		homePath: '/sub/home',
		style: 'popup',
	};
	const { content, headers, status } = signedInPage(texts, data);

	/** What the script is called with. */
	function argumentIn(source: string): unknown {
		return JSON.parse(/\)\((\{.*\})\);<\/script>/.exec(source)?.[1] ?? '');
	}

	test('the session is in the body alone', () => {
		expect(status).toBe(200);
		expect(JSON.stringify(headers)).not.toContain('token');
		expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
		expect(argumentIn(content)).toEqual({
			provider: 'okta',
			userId: data.userId,
			token: data.token,
			expires: 1_800_000_000_000,
			storage: 'localStorage',
			style: 'popup',
			home: '/sub/home',
			mobileApp: '',
		});
	});

	test('nothing in it ends the script', () => {
		expect(content.match(/<\/?script[^>]*>/g)).toEqual(['<script nonce="n0nce">', '</script>']);
		expect(content).not.toContain('\u2028');
		expect(content).not.toContain('<!--');
	});

	test('goes to this workspace only', () => {
		expect(argumentIn(signedInPage(texts, { ...data, homePath: '//evil.example' }).content)).toMatchObject({
			home: '/',
		});
	});

	test('tells people without JavaScript', () => {
		expect(content).toContain(`<noscript><p>${texts.t('signed_in_no_script')}</p></noscript>`);
	});

	test('carries its script', () => {
		expect(signedInPage(texts, data).content).toContain(`>${handOff}(`);
	});
});

describe('the pages of a sign-out', () => {
	const data = { ...page, path: '/chat', here: '/chat/logout', form: 'secret', atOnce: false };

	test('goes on in this workspace only', () => {
		const { content } = signOutPage(texts, { ...data, here: 'javascript:alert(1)' });
		expect(content).toContain('"here":"/"');
	});

	test('carries its script', () => {
		expect(signOutPage(texts, data).content).toContain(`>${signOut}(`);
	});

	test('the last one lets nothing through', () => {
		const { content } = signedOutPage(texts, { ...page, provider: hostile, homeUrl: 'javascript:alert(1)' });
		expect(content).not.toMatch(/<script|javascript:/);
	});
});
