import { ClientVisitor } from './testing/clientVisitor';
import { ada, password } from './testing/stubWorkspace';

const visitor = new ClientVisitor();

describe('session', () => {
	it('begins with a password: storage, cookies, home', async () => {
		await visitor.open('/login');
		await visitor.logInWithPassword();
		await visitor.loggedInAs('Ada Lovelace');
		expect(visitor.workspace.logins).toEqual([{ user: 'ada', password }]);
		expect(await visitor.page.evaluate(() => ({ ...localStorage }))).toEqual({
			'Meteor.userId': 'uid-ada',
			'Meteor.loginToken': 'token-ada',
			'Meteor.loginTokenExpires': expect.any(String),
		});
		const expires = await visitor.page.evaluate(() =>
			Date.parse(localStorage.getItem('Meteor.loginTokenExpires') ?? ''),
		);
		expect((expires - Date.now()) / 86_400_000).toBeCloseTo(90, 1);
		expect(await visitor.cookies()).toEqual({ rc_uid: 'uid-ada', rc_token: 'token-ada' });
		expect(await visitor.page.evaluate(() => window.Meteor.userId())).toBe('uid-ada');
		expect(await visitor.page.locator('body').textContent()).toContain('@ada');
		expect(await visitor.page.locator('.rcx-avatar').textContent()).toBe('AL');
	});

	it('is resumed from localStorage on load', async () => {
		await visitor.openWithSession('/channel/general', 'uid-ada', 'token-ada');
		await visitor.loggedInAs('Ada Lovelace');
		expect(visitor.workspace.logins).toEqual([{ resume: 'token-ada' }]);
		expect(await visitor.page.getByRole('heading', { level: 1 }).textContent()).toBe('#general');
		expect(await visitor.cookies()).toEqual({ rc_uid: 'uid-ada', rc_token: 'token-ada' });
	});

	it('lives in sessionStorage with Accounts_ForgetUserSessionOnWindowClose', async () => {
		visitor.workspace.settings.set('Accounts_ForgetUserSessionOnWindowClose', true);
		await visitor.open('/blank');
		await visitor.storeSession('uid-grace', 'token-grace', 'localStorage');
		await visitor.storeSession('uid-ada', 'token-ada', 'sessionStorage');
		await visitor.page.goto(`${visitor.origin}/home`);
		await visitor.loggedInAs('Ada Lovelace');
		expect(visitor.workspace.logins).toEqual([{ resume: 'token-ada' }]);
	});

	it('is dropped when the token is refused', async () => {
		await visitor.openWithSession('/home', 'uid-ada', 'token-of-yesterday');
		await visitor.form().waitFor();
		expect(await visitor.page.evaluate(() => localStorage.length)).toBe(0);
	});

	it('survives an answer that says nothing about the token', async () => {
		visitor.workspace.loginFailure = { status: 429, body: { success: false, error: 'too many requests' } };
		await visitor.open('/blank');
		await visitor.page.clock.install();
		await visitor.storeSession('uid-ada', 'token-ada');
		await visitor.page.goto(`${visitor.origin}/home`);
		await visitor.form().waitFor();
		expect(await visitor.storedToken()).toBe('token-ada');
		visitor.workspace.loginFailure = undefined;
		await visitor.page.clock.fastForward(3_000);
		await visitor.loggedInAs('Ada Lovelace');
	});

	it('is picked up from the storage within three seconds, and left when it vanishes', async () => {
		await visitor.open('/blank');
		await visitor.page.clock.install();
		await visitor.page.goto(`${visitor.origin}/home`);
		await visitor.form().waitFor();
		await visitor.storeSession('uid-ada', 'token-ada');
		await visitor.page.clock.fastForward(3_000);
		await visitor.loggedInAs('Ada Lovelace');
		expect(await visitor.cookies()).toEqual({ rc_uid: 'uid-ada', rc_token: 'token-ada' });

		await visitor.page.evaluate(() => {
			localStorage.clear();
			addEventListener('Custom_Script_On_Logout', () => (document.title = 'told'));
		});
		await visitor.page.clock.fastForward(3_000);
		await visitor.form().waitFor();
		expect(visitor.workspace.logouts).toEqual([{ userId: 'uid-ada', token: 'token-ada' }]);
		expect(await visitor.page.title()).not.toBe('told');
	});

	it('clears a bad token it picked up, and stays at the form', async () => {
		await visitor.open('/blank');
		await visitor.page.clock.install();
		await visitor.page.goto(`${visitor.origin}/home`);
		await visitor.form().evaluate((node) => node.setAttribute('data-mark', 'same'));
		await visitor.storeSession('uid-ada', 'forged');
		await visitor.page.clock.fastForward(3_000);
		await visitor.page.waitForFunction(() => localStorage.length === 0);
		expect(visitor.workspace.logins).toEqual([{ resume: 'forged' }]);
		expect(await visitor.form().getAttribute('data-mark')).toBe('same');
	});

	it('ends with Logout: server and storage, but the cookies stay', async () => {
		await visitor.openWithSession('/home', 'uid-ada', 'token-ada');
		await visitor.page.getByRole('button', { name: 'Logout' }).click();
		await visitor.form().waitFor();
		expect(visitor.workspace.logouts).toEqual([{ userId: 'uid-ada', token: 'token-ada' }]);
		expect(await visitor.page.evaluate(() => localStorage.length)).toBe(0);
		expect(await visitor.cookies()).toEqual({ rc_uid: 'uid-ada', rc_token: 'token-ada' });
		expect(await visitor.page.evaluate(() => window.Meteor.userId())).toBeNull();
	});

	it('can be taken by a script with Meteor.loginWithToken', async () => {
		await visitor.open('/home');
		await visitor.form().waitFor();
		const failure = visitor.page.evaluate(
			() => new Promise((resolve) => window.Meteor.loginWithToken('forged', (error) => resolve(error?.message))),
		);
		expect(await failure).toBe('Unauthorized');
		await visitor.page.evaluate(() => window.Meteor.loginWithToken('forged too'));
		await visitor.page.evaluate(() => window.Meteor.loginWithToken('token-grace'));
		await visitor.loggedInAs('Grace Hopper');
	});
});

describe('resumeToken', () => {
	it.each([
		{ profile: '7.7.1', path: '/home?resumeToken=token-ada&userId=uid-ada', user: ada, after: '/home' },
		{ profile: '7.7.1', path: '/?resumeToken=token-ada', user: ada, after: '/home' },
		{
			profile: '7.7.1',
			path: '/channel/general?layout=embedded&resumeToken=token-ada',
			user: ada,
			after: '/channel/general?layout=embedded',
		},
		{ profile: '7.7.1', path: '/login?resumeToken=token-ada', user: undefined, after: '/home' },
		{ profile: '7.7.1', path: '/home?resumeToken=forged', user: undefined, after: '/home?resumeToken=forged' },
		{ profile: '6.5.3', path: '/home?resumeToken=token-ada', user: ada, after: '/home?resumeToken=token-ada' },
		{
			profile: '6.5.3',
			path: '/channel/general?resumeToken=token-ada',
			user: ada,
			after: '/channel/general?resumeToken=token-ada',
		},
		{ profile: '6.5.3', path: '/?resumeToken=token-ada', user: ada, after: '/home' },
		{ profile: '6.5.3', path: '/login?resumeToken=token-ada', user: ada, after: '/home' },
	])('$profile: $path', async ({ profile, path, user, after }) => {
		await visitor.open(path, profile);
		await (user ? visitor.loggedInAs(user.name) : visitor.form().waitFor());
		expect(visitor.address()).toBe(after);
		expect(await visitor.storedToken()).toBe(user ? 'token-ada' : null);
	});

	it('switches from the session that was there', async () => {
		await visitor.openWithSession('/home?resumeToken=token-grace', 'uid-ada', 'token-ada');
		await visitor.loggedInAs('Grace Hopper');
		expect(await visitor.cookies()).toEqual({ rc_uid: 'uid-grace', rc_token: 'token-grace' });
	});

	it('leaves that session alone when it is refused', async () => {
		await visitor.openWithSession('/home?resumeToken=forged', 'uid-ada', 'token-ada');
		await visitor.loggedInAs('Ada Lovelace');
		expect(await visitor.storedToken()).toBe('token-ada');
	});
});
