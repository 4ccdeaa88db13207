import { expectAccessible } from './looks';
import { Stage } from './stage';
import type { Visitor } from './visitor';

/*
 * What the login page does beyond its buttons, in the clients up to 8.x and of 9.x.
 */

describe.each(['meteor', 'vite'] as const)('with the client "%s"', (client) => {
	const stage = new Stage({
		provider: 'oidc',
		workspace: { rateLimit: false, client },
		settings: { Accounts_OAuth_Custom: 'Github' },
	});
	const group = 'Accounts_OAuth_Custom-Github';
	const setStraight = (provider: string): Promise<void> => stage.scene.configure({ Login_page_straight_to: provider });

	beforeAll(() =>
		stage.scene.configure({
			...{ [`${group}-preset`]: 'github', [`${group}-id`]: 'a', [`${group}-secret`]: 'b', [group]: true },
		}),
	);

	async function openLoginPage(path = '/login'): Promise<Visitor> {
		const visitor = await stage.arrive();
		await visitor.page.goto(`${stage.scene.workspace.url}${path}`);
		return visitor;
	}

	const atProvider = ({ page }: Visitor): Promise<void> => page.locator('input[name=login]').waitFor();

	test('the preset has its own name and mark, and the text its language', async () => {
		const visitor = await stage.arrive({ locale: 'ar' });
		await visitor.openLoginPage();
		const button = visitor.page.getByRole('button', { name: 'GitHub' });
		await button.waitFor();
		expect(await button.locator('img').getAttribute('src')).toContain('<path fill='.replace('<', '%3C'));
		const block = visitor.page.locator('div[data-oauth-login]');
		expect([await block.getAttribute('lang'), await block.getAttribute('dir')]).toEqual(['ar', 'rtl']);
	});

	test.each([
		['light', { colorScheme: 'light' }],
		['dark', { colorScheme: 'dark' }],
		['forced colours', { forcedColors: 'active' }],
		['Arabic', { locale: 'ar' }],
		['360 pixels', { viewport: { width: 360, height: 740 } }],
	] as const)('axe objects to nothing while the popup is open (%s)', async (_, look) => {
		const visitor = await stage.arrive(look);
		await visitor.openLoginPage();
		const button = visitor.page.locator('div[data-oauth-login] button').filter({ hasText: 'Okta' });
		if ('viewport' in look) {
			await visitor.page.locator('div[data-oauth-login] a').first().waitFor();
		} else {
			await Promise.all([visitor.context.waitForEvent('page'), button.click()]);
		}
		await expectAccessible(visitor.page);
	});

	test('the page says where the sign-in continues, and can end it', async () => {
		const visitor = await openLoginPage();
		const window = await visitor.begin('popup');
		const { page } = visitor;
		await page.getByRole('status').filter({ hasText: 'Continue in the other window.' }).waitFor();
		await page.getByRole('button', { name: 'Show the window' }).click();
		expect(window.isClosed()).toBe(false);
		const closed = window.waitForEvent('close');
		await page.getByRole('button', { name: 'Cancel' }).click();
		await closed;
		await page.getByRole('status').filter({ hasText: 'You are not signed in yet.' }).waitFor();
		await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
	});

	test('the provider that was used last is marked, in this browser alone', async () => {
		const visitor = await openLoginPage();
		await visitor.button.waitFor();
		expect(await visitor.page.getByText('Used last').count()).toBe(0);
		await visitor.signInAtProvider(await visitor.begin('popup'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
		await visitor.page.getByRole('button', { name: 'Logout' }).click();
		await visitor.openLoginPage();
		await visitor.page.getByRole('button', { name: 'Sign in with Okta Used last' }).waitFor();
		expect(await visitor.page.getByText('Used last').count()).toBe(1);
	});

	describe('straight to the provider', () => {
		beforeAll(() => setStraight('okta'));
		afterAll(() => setStraight(''));

		test('without a click, and back to the page where it began', async () => {
			const visitor = await openLoginPage('/channel/general?msg=abc');
			await atProvider(visitor);
			await visitor.signInAtProvider(visitor.page, 'ada');
			await visitor.page.waitForURL('**/channel/general?msg=abc');
		});

		test('not again in this tab after it was cancelled', async () => {
			const visitor = await openLoginPage();
			await visitor.page.getByRole('link', { name: 'Cancel' }).click();
			await visitor.page.getByRole('link', { name: 'Back to the login page' }).click();
			await visitor.button.waitFor();
			await visitor.page.reload();
			await visitor.button.waitFor();
			await visitor.page.waitForLoadState('networkidle');
			expect(visitor.requested.filter((url) => url.includes('/login/okta'))).toHaveLength(1);
		});

		test('not after a sign-out, in another tab neither', async () => {
			const visitor = await openLoginPage();
			await visitor.signInAtProvider(visitor.page, 'ada');
			await visitor.expectSignedIn({ username: 'ada' });
			await visitor.page.getByRole('button', { name: 'Logout' }).click();
			await visitor.button.waitFor();
			const other = await visitor.context.newPage();
			await other.goto(`${stage.scene.workspace.url}/login`);
			await other.getByRole('button', { name: 'Sign in with Okta' }).waitFor();
			await other.waitForLoadState('networkidle');
			expect(visitor.requested.filter((url) => url.includes('/login/okta'))).toHaveLength(1);
		});

		test('not by the emergency way', async () => {
			const visitor = await openLoginPage('/login?password=1');
			await visitor.button.waitFor();
			await visitor.page.waitForLoadState('networkidle');
			expect(visitor.requested.filter((url) => url.includes('/login/okta'))).toEqual([]);
		});

		test('nor to a provider that is switched off', async () => {
			await stage.scene.configure({ Accounts_OAuth_Okta: false });
			const visitor = await openLoginPage();
			await visitor.page.getByRole('button', { name: 'GitHub' }).waitFor();
			await visitor.page.waitForLoadState('networkidle');
			expect(visitor.requested.filter((url) => url.includes('/login/okta'))).toEqual([]);
			await stage.scene.configure({ Accounts_OAuth_Okta: true });
		});
	});
});
