import type { Page } from 'playwright-core';
import { Stage } from './stage';
import type { SceneOptions } from '../app/support/scene';

/*
 * Proving an account by its password, at servers that refuse a login each in another form.
 */

const login = '/api/v1/login';
const method = '/api/v1/method.callAnon/login';

const servers: Array<[name: string, options: SceneOptions, asked: string[]]> = [
	// There the reason is told by the method only.
	['9.0', { workspace: { profile: '9.0', rateLimit: false } }, [login, method]],
	['8.3', { workspace: { profile: '8.3', rateLimit: false }, patched: true }, [login]],
	['7.7', { workspace: { profile: '7.7', rateLimit: false }, patched: true }, [login]],
];

describe.each(servers)('on %s', (_name, options, asked) => {
	const stage = new Stage({ ...options, settings: { Accounts_OAuth_Okta_login_style: 'redirect' } });

	beforeEach(() => stage.scene.workspace.rateLimiter.reset());

	let count = 0;

	/** Somebody with a password, whose username the provider names for somebody whom it calls anew. */
	async function person(): Promise<string> {
		count += 1;
		const username = `person${count}`;
		const account = { username, name: username, email: `${username}@workspace.example`, password: 'pass-word' };
		await stage.scene.admin.call('POST', '/api/v1/users.create', JSON.stringify({ ...account, verified: true }));
		stage.scene.provider.set({ claims: { sub: `subject-${count}`, preferred_username: username, email: undefined } });
		return username;
	}

	async function fillIn(page: Page, user: string, password = 'pass-word'): Promise<void> {
		await page.getByLabel('Username or e-mail address').fill(user);
		await page.getByLabel('Password').fill(password);
		await page.getByRole('button', { name: 'Sign in and continue' }).click();
	}

	const says = (page: Page, text: string): Promise<void> => page.getByRole('alert').getByText(text).waitFor();

	/** Paths to which a text was posted. */
	function postsWith(page: Page, text: string): () => string[] {
		const posts: string[] = [];
		page.on('request', (request) => {
			if (request.postData()?.includes(text)) posts.push(new URL(request.url()).pathname);
		});
		return () => posts.splice(0);
	}

	test('a wrong password is told, and the right one goes to Rocket.Chat’s own login and nowhere else', async () => {
		const username = await person();
		const visitor = await stage.arrive();
		const { page } = visitor;
		const posts = postsWith(page, 'pass-word');
		await page.goto(stage.scene.url('login/okta'));
		await page.getByRole('heading', { name: 'Do you have an account here?' }).waitFor();
		await fillIn(page, username, 'not the pass-word');
		await says(page, 'The workspace did not accept this');
		expect(posts()).toEqual(asked);
		await fillIn(page, username);
		const id = await visitor.expectSignedIn({ username });
		expect(posts()).toEqual([login]);
		// The session that was made for the question has ended: what is left is the one that was handed over.
		expect(stage.scene.workspace.store.users.get(id)?.services.resume?.loginTokens).toHaveLength(1);

		const again = await stage.arrive();
		await again.page.goto(stage.scene.url('login/okta'));
		expect(await again.expectSignedIn({ username })).toBe(id);
	});

	test.each<[by: string, user: (username: string) => string]>([
		['username', (username) => username],
		['e-mail address', (username) => `${username}@workspace.example`],
	])('a second factor is asked for, also after a wrong code, by %s', async (_by, user) => {
		const username = await person();
		const { workspace } = stage.scene;
		const account = workspace.accounts.users.findByUsername(username)!;
		account.services.email2fa = { enabled: true, changedAt: new Date() };
		workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', true);
		const visitor = await stage.arrive();
		const { page } = visitor;
		await page.goto(stage.scene.url('login/okta'));
		await fillIn(page, user(username));
		const code = page.getByLabel('Code of your second factor');
		await code.waitFor();
		await code.fill('wrong');
		const posts = postsWith(page, 'wrong');
		const button = page.getByRole('button', { name: 'Sign in and continue' });
		const refused = page.waitForResponse((response) => response.url().endsWith(asked.at(-1)!));
		await button.click();
		await refused;
		await says(page, 'Enter the code from your authenticator app');
		await code.fill(/\d{6}/.exec(JSON.stringify(workspace.store.emails.at(-1)))![0]);
		await button.click();
		await visitor.expectSignedIn({ username });
		expect(posts()).toEqual(asked);
		workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', false);
	});

	test('at the limit nothing is said about the password', async () => {
		const username = await person();
		const { page } = await stage.arrive();
		await page.goto(stage.scene.url('login/okta'));
		await page.getByRole('heading', { name: 'Do you have an account here?' }).waitFor();
		const { rateLimiter } = stage.scene.workspace;
		const count = rateLimiter.count.bind(rateLimiter);
		// As if the method had been called five times already, wherever it is asked.
		const full = jest.spyOn(rateLimiter, 'count').mockImplementation((key, limit) => {
			return count(key, { ...limit, calls: 0 });
		});
		await fillIn(page, username, 'not the pass-word');
		await says(page, asked.includes(method) ? 'Too many attempts' : 'The workspace did not accept this');
		full.mockRestore();
	});
});
