import { Stage } from './stage';
import type { Visitor } from './visitor';

/*
 * A session that another page of the browser has stored: each client ends up signed in, whether it looks for it or not.
 */

describe.each(['meteor', 'vite'] as const)('with the client on %s', (client) => {
	const stage = new Stage({
		provider: 'oidc',
		// The provider cuts its pages off from the page that opened them.
		providerHeaders: { 'cross-origin-opener-policy': 'same-origin' },
		workspace: { rateLimit: false, client },
		settings: { Accounts_OAuth_Okta_login_style: 'popup' },
	});

	const url = (path: string): string => stage.scene.workspace.url + path;

	/** What is loaded into the first window from now on. */
	function loads({ page }: Visitor): string[] {
		const found: string[] = [];
		page.on('request', (request) => {
			if (request.isNavigationRequest()) found.push(new URL(request.url()).pathname);
		});
		return found;
	}

	async function open(path: string): Promise<Visitor> {
		const visitor = await stage.arrive();
		visitor.context.setDefaultTimeout(20_000);
		await visitor.context.clock.install();
		await visitor.page.goto(url(path));
		await visitor.button.waitFor();
		return visitor;
	}

	const signedIn = (page: Visitor['page']): Promise<void> =>
		page.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();

	/** Longer than a page waits for its client to find a session. */
	const passGrace = ({ context }: Visitor): Promise<void> => context.clock.runFor(6_000);

	test('from a popup that was cut off: at the page where it began', async () => {
		const visitor = await open('/channel/general?msg=abc');
		const seen = loads(visitor);
		const popup = await visitor.begin('popup');
		await popup.locator('input[name=login]').waitFor();
		expect(await popup.evaluate(() => window.opener)).toBeNull();
		await visitor.signInAtProvider(popup, 'ada');
		await signedIn(visitor.page);
		expect(visitor.page.url()).toBe(url('/channel/general?msg=abc'));
		await passGrace(visitor);
		await signedIn(visitor.page);
		// A client that finds the session is not disturbed.
		expect(seen).toEqual(client === 'vite' ? ['/channel/general'] : []);
		expect(visitor.errors).toEqual([]);
	});

	test('from another tab, whose client has set its cookies already', async () => {
		const visitor = await open('/channel/general');
		const other = await visitor.context.newPage();
		await other.goto(url('/login'));
		await other.locator('input[name=usernameOrEmail]').fill(stage.scene.workspace.admin.username);
		await other.locator('input[name=password]').fill(stage.scene.workspace.admin.password);
		await other.keyboard.press('Enter');
		await signedIn(other);
		await signedIn(visitor.page);
		expect(visitor.page.url()).toBe(url('/channel/general'));
		const seen = loads(visitor);
		await passGrace(visitor);
		expect(seen).toEqual([]);
	});

	test('a page that somebody works with stays as it is when another tab signs in', async () => {
		const visitor = await open('/home');
		await visitor.signInAtProvider(await visitor.begin('popup'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
		const seen = loads(visitor);
		const other = await visitor.context.newPage();
		await other.goto(stage.scene.url('login/okta'));
		await signedIn(other);
		await passGrace(visitor);
		expect(seen).toEqual([]);
	});

	test('a page that takes up a stored session asks for no script', async () => {
		const visitor = await open('/home');
		await visitor.signInAtProvider(await visitor.begin('popup'), 'ada');
		await visitor.expectSignedIn({ username: 'ada' });
		visitor.requested.length = 0;
		await visitor.page.reload();
		await signedIn(visitor.page);
		await passGrace(visitor);
		expect(visitor.requested.filter((one) => one.endsWith('/login.js'))).toEqual([]);
		await visitor.page.getByRole('button', { name: 'Logout' }).click();
		await visitor.button.waitFor();
	});

	test('a page of somebody who is signed in is not watched, however late the script comes', async () => {
		const visitor = await stage.arrive();
		const { page, context } = visitor;
		await page.clock.install();
		await page.addInitScript(() => {
			const watching = new Set<MutationObserver>();
			const { observe, disconnect } = MutationObserver.prototype;
			const tell = (): void => void (document.documentElement.dataset.watchers = String(watching.size));
			MutationObserver.prototype.observe = function (...options) {
				observe.apply(this, options);
				watching.add(this);
				tell();
			};
			MutationObserver.prototype.disconnect = function () {
				disconnect.apply(this);
				watching.delete(this);
				tell();
			};
		});
		const watchers = (count: number): Promise<void> =>
			page.locator(`html[data-watchers="${count}"]`).waitFor({ state: 'attached' });
		let release = (): void => undefined;
		const held = new Promise<void>((resolve) => (release = resolve));
		await context.route('**/login.js', async (route) => {
			await held;
			await route.continue();
		});

		// What is held back belongs to the page's load.
		await page.goto(url('/home'), { waitUntil: 'commit' });
		await page.locator('input[name=usernameOrEmail]').fill(stage.scene.workspace.admin.username);
		await page.locator('input[name=password]').fill(stage.scene.workspace.admin.password);
		await page.keyboard.press('Enter');
		await signedIn(page);
		release();
		await watchers(1);
		await page.clock.runFor(61_000);
		await watchers(0);

		await page.getByRole('button', { name: 'Logout' }).click();
		await visitor.button.waitFor();
		await watchers(1);
	});

	test('a session that the server refuses leaves the form, with the button', async () => {
		const visitor = await stage.arrive();
		await visitor.page.goto(stage.scene.url('signin'));
		await visitor.page.evaluate(() => {
			localStorage.setItem('Meteor.userId', 'nobody');
			localStorage.setItem('Meteor.loginToken', 'forged');
		});
		await visitor.page.goto(url('/home'));
		await visitor.button.waitFor();
	});
});
