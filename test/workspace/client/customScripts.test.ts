import { ClientVisitor } from './testing/clientVisitor';

const visitor = new ClientVisitor();

describe('custom scripts', () => {
	const record = (entry: string) =>
		`sessionStorage.events = (sessionStorage.events || '') + '${entry}' + (document.querySelector('form') ? '+form ' : ' ') // kept`;
	const events = () => visitor.page.evaluate(() => sessionStorage.events?.trim().split(' ') ?? []);

	beforeEach(() => {
		visitor.workspace.settings
			.set('Custom_Script_Logged_Out', record('out'))
			.set('Custom_Script_Logged_In', record('in'))
			.set('Custom_Script_On_Logout', record('leaving'));
	});

	it('hear of a logout when nothing is left of the session but its cookies', async () => {
		const state = `{ stored: localStorage.length, cookies: document.cookie, page: document.querySelector('h2')?.textContent }`;
		visitor.workspace.settings.set('Custom_Script_On_Logout', `sessionStorage.left = JSON.stringify(${state})`);
		await visitor.openWithSession('/home', 'uid-ada', 'token-ada');
		await visitor.page.getByRole('button', { name: 'Logout' }).click();
		await visitor.form().waitFor();
		expect(JSON.parse(await visitor.page.evaluate(() => sessionStorage.left as string))).toEqual({
			...{ stored: 0, cookies: 'rc_uid=uid-ada; rc_token=token-ada', page: 'Welcome Ada Lovelace' },
		});
		expect(visitor.workspace.logouts).toEqual([{ userId: 'uid-ada', token: 'token-ada' }]);
	});

	it('run on the way in and out, before the form is there', async () => {
		await visitor.open('/home');
		await visitor.form().waitFor();
		expect(await events()).toEqual(['out']);
		await visitor.logInWithPassword('wrong');
		await visitor.page.getByRole('alert').waitFor();
		await visitor.logInWithPassword();
		await visitor.loggedInAs('Ada Lovelace');
		expect(await events()).toEqual(['out', 'in+form']);
		await visitor.page.getByRole('button', { name: 'Logout' }).click();
		await visitor.form().waitFor();
		expect(await events()).toEqual(['out', 'in+form', 'leaving', 'out']);
	});

	it.each(['/home', '/home?resumeToken=token-ada'])(
		'do not see a page that arrives with a session: %s',
		async (path) => {
			await visitor.open('/blank');
			if (path === '/home') await visitor.storeSession('uid-ada', 'token-ada');
			await visitor.page.goto(visitor.origin + path);
			await visitor.loggedInAs('Ada Lovelace');
			expect(await events()).toEqual(['in']);
		},
	);

	it('are served under a name that changes with them', async () => {
		await visitor.open('/home');
		const scriptPath = async () =>
			(await (await visitor.page.request.get(`${visitor.origin}/home`)).text()).match(/\/scripts_\w+\.js/)?.[0];
		const before = await scriptPath();
		visitor.workspace.settings.set('Custom_Script_Logged_Out', record('changed'));
		const after = await scriptPath();
		expect(after).toMatch(/^\/scripts_[0-9a-f]{40}\.js$/);
		expect(after).not.toBe(before);
		expect((await visitor.page.request.get(visitor.origin + before)).status()).toBe(404);
		const script = await visitor.page.request.get(visitor.origin + after);
		expect(script.headers()['content-type']).toContain('javascript');
		expect(await script.text()).toContain("window.addEventListener('Custom_Script_Logged_Out', function() {");
		await visitor.page.reload();
		await visitor.form().waitFor();
		expect(await events()).toEqual(['out', 'changed']);
	});

	it('are all silent when one of them is broken, and the page works on', async () => {
		visitor.workspace.settings.set('Custom_Script_Logged_In', 'this is no script');
		await visitor.open('/home');
		await visitor.form().waitFor();
		expect(await events()).toEqual([]);
		expect(visitor.pageErrors.splice(0)).toEqual([expect.objectContaining({ name: 'SyntaxError' })]);
	});
});
