import type { BrowserContextOptions, Page } from 'playwright-core';
import { Stage } from './stage';
import type { Visitor } from './visitor';

/*
 * Where a sign-in ends: at the page where it began.
 */

const stage = new Stage({ provider: 'oidc', workspace: { rateLimit: false, client: 'vite' } });

const address = (page: Page): string => page.url().slice(stage.scene.workspace.url.length);

async function open(path: string, options?: BrowserContextOptions): Promise<Visitor> {
	const visitor = await stage.arrive(options);
	await visitor.page.goto(stage.scene.workspace.url + path);
	// An invitation opens the form to register.
	const back = visitor.page.getByRole('link', { name: 'Back to Login' });
	await visitor.button.or(back).first().waitFor();
	if (await back.isVisible()) await back.click();
	await visitor.button.waitFor();
	return visitor;
}

const signedIn = (page: Page): Promise<void> => page.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();

describe.each(['popup', 'redirect'] as const)('in the style of a %s', (style) => {
	beforeAll(() => stage.scene.configure({ Accounts_OAuth_Okta_login_style: style }));

	test.each([
		['/login', '/home', 'Home'],
		['/invite/Lm6rDF', '/invite/Lm6rDF', 'Invitation Lm6rDF'],
		['/channel/general?msg=abc', '/channel/general?msg=abc', '#general'],
		['/home?layout=embedded', '/home?layout=embedded', 'Home'],
		['/channel/general?layout=embedded&Password=a&x=1', '/channel/general?layout=embedded&x=1', '#general'],
	])('%s ends at %s', async (from, to, heading) => {
		const visitor = await open(from);
		await visitor.signInAtProvider(await visitor.begin(style), 'ada');
		await visitor.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
		await signedIn(visitor.page);
		expect(address(visitor.page)).toBe(to);
		expect(visitor.errors).toEqual([]);
	});

	test('"Login on web" of the desktop client: the session goes to that client', async () => {
		const visitor = await open('/home?loginClient=desktop');
		const { asked } = await visitor.deepLink();
		await visitor.signInAtProvider(await visitor.begin(style), 'ada');
		const { host, searchParams } = await asked;
		expect([host, searchParams.get('host')]).toEqual(['auth', stage.scene.workspace.url]);
		const given = { userId: searchParams.get('userId')!, token: searchParams.get('token')! };
		await expect(stage.scene.me(given)).resolves.toMatchObject({ status: 200, username: 'ada' });
	});
});

test('a popup that the browser blocks loses nothing of it', async () => {
	await stage.scene.configure({ Accounts_OAuth_Okta_login_style: 'popup' });
	const visitor = await stage.arrive();
	await visitor.page.addInitScript(() => {
		window.open = () => null;
	});
	await visitor.page.goto(`${stage.scene.workspace.url}/channel/general?msg=abc`);
	await visitor.button.click();
	await visitor.signInAtProvider(visitor.page, 'ada');
	await signedIn(visitor.page);
	expect(address(visitor.page)).toBe('/channel/general?msg=abc');
});

test('in the default style on a phone it is the page, too', async () => {
	await stage.scene.configure({ Accounts_OAuth_Okta_login_style: 'default' });
	const visitor = await open('/channel/general?msg=abc', {
		viewport: { width: 360, height: 740 },
		hasTouch: true,
		isMobile: true,
	});
	await visitor.button.tap();
	await visitor.signInAtProvider(visitor.page, 'ada');
	await signedIn(visitor.page);
	expect(address(visitor.page)).toBe('/channel/general?msg=abc');
});

describe('a link that leads to the sign-in', () => {
	beforeAll(() => stage.scene.configure({ Accounts_OAuth_Okta_login_style: 'redirect' }));
	const target = async (path: string): Promise<string | null> => {
		const visitor = await open(path);
		const href = await visitor.button.getAttribute('href');
		return new URL(href!, stage.scene.workspace.url).searchParams.get('target_link_uri');
	};

	test.each([
		['/', null],
		['/login', null],
		['/login?password=1', null],
		['/home', null],
		['/home?', null],
		['/home?resumeToken=forged', null],
		['/home?resumeToken=forged&layout=embedded', '/home?layout=embedded'],
		['/channel/general?a=%26b&secret=c', '/channel/general?a=%26b'],
		['/channel/general#hash', '/channel/general'],
	])('from %s asks for %s', async (path, expected) => {
		expect(await target(path)).toBe(expected);
	});
});
