import { ClientVisitor } from './testing/clientVisitor';
import { ada } from './testing/stubWorkspace';

/* The client of 9.x, where it differs: as read. */

const visitor = new ClientVisitor();
const skeleton = () => visitor.page.locator('.rcx-skeleton');
const eventsKept = `addEventListener('Custom_Script_Logged_Out', () => (sessionStorage.events = (sessionStorage.events ?? '') + ' out'));
	addEventListener('Custom_Script_Logged_In', () => (sessionStorage.events += ' in'));`;

beforeEach(() => {
	visitor.client = 'vite';
});

/** Another tab of the browser, at a page that has no client. */
async function otherTab(): Promise<typeof visitor.page> {
	const page = await visitor.page.context().newPage();
	await page.goto(`${visitor.origin}/blank`);
	return page;
}

const store = (page: typeof visitor.page, token: string) =>
	page.evaluate((value) => {
		localStorage.setItem('Meteor.userId', 'uid-ada');
		localStorage.setItem('Meteor.loginToken', value);
	}, token);

it('knows nothing of Meteor', async () => {
	await visitor.open('/home');
	await visitor.form().waitFor();
	expect(await visitor.page.evaluate(() => 'Meteor' in window)).toBe(false);
});

it('resumes the stored session on load, and is logged out until then', async () => {
	await visitor.open('/blank');
	await visitor.page.addInitScript(eventsKept);
	await visitor.storeSession('uid-ada', 'token-ada');
	await visitor.page.goto(`${visitor.origin}/home`);
	await visitor.loggedInAs('Ada Lovelace');
	expect(await visitor.page.evaluate(() => sessionStorage.events)).toBe(' out in');
	expect(await visitor.cookies()).toEqual({ rc_uid: 'uid-ada', rc_token: 'token-ada' });
	const { cookies } = await visitor.page.context().storageState();
	expect(cookies.map(({ sameSite }) => sameSite)).toEqual(['Lax', 'Lax']);
});

it('shows a skeleton as soon as another page stores a session, and never looks again', async () => {
	await visitor.open('/blank');
	await visitor.page.clock.install();
	await visitor.page.goto(`${visitor.origin}/home`);
	await visitor.form().waitFor();
	await store(await otherTab(), 'token-ada');
	await skeleton().waitFor();
	await visitor.page.clock.runFor(60_000);
	expect(visitor.workspace.logins).toEqual([]);
	expect(await visitor.form().count()).toBe(0);
	await visitor.page.reload();
	await visitor.loggedInAs('Ada Lovelace');
});

it('shows the form again when the stored session is gone', async () => {
	await visitor.open('/home');
	await visitor.form().waitFor();
	const other = await otherTab();
	await store(other, 'token-ada');
	await skeleton().waitFor();
	await other.evaluate(() => localStorage.clear());
	await visitor.form().waitFor();
});

it('has no skeleton after somebody was logged in', async () => {
	await visitor.open('/home');
	await visitor.logInWithPassword();
	await visitor.loggedInAs('Ada Lovelace');
	await visitor.page.getByRole('button', { name: 'Logout' }).click();
	await visitor.form().waitFor();
	const other = await otherTab();
	await store(other, 'token-grace');
	await visitor.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
	expect(await skeleton().count()).toBe(0);
});

it.each([
	['is refused', 'refuse', null],
	['is answered by any other error', 'fail', null],
	['gets no answer', 'cut', 'token-of-yesterday'],
] as const)('shows the form when the stored session %s', async (_name, act, kept) => {
	await visitor.open('/blank');
	if (act === 'fail') visitor.workspace.loginFailure = { status: 429, body: {} };
	if (act === 'cut') await visitor.page.context().route('**/api/v1/ddp.login', (route) => route.abort());
	await visitor.storeSession('uid-ada', 'token-of-yesterday');
	await visitor.page.goto(`${visitor.origin}/home`);
	await visitor.form().waitFor();
	expect(await visitor.storedToken()).toBe(kept);
});

it.each([
	[false, 'sessionStorage', 'localStorage'],
	[true, 'localStorage', 'sessionStorage'],
] as const)('moves a session to where the setting wants it: %s', async (forget, from, to) => {
	visitor.workspace.settings.set('Accounts_ForgetUserSessionOnWindowClose', forget);
	await visitor.open('/blank');
	await visitor.storeSession('uid-ada', 'token-ada', from);
	await visitor.page.goto(`${visitor.origin}/home`);
	await visitor.loggedInAs('Ada Lovelace');
	const tokens = await visitor.page.evaluate(() => ({
		localStorage: localStorage.getItem('Meteor.loginToken'),
		sessionStorage: sessionStorage.getItem('Meteor.loginToken'),
	}));
	expect(tokens).toEqual({ [from]: null, [to]: 'token-ada' });
});

describe('in the desktop client', () => {
	const services = ['apple', 'cas', 'github'].map((service) => ({ service, buttonLabelText: service.toUpperCase() }));
	const opened: string[] = [];

	async function openDesktop(kind: typeof visitor.client, names: readonly string[]): Promise<void> {
		visitor.client = kind;
		visitor.workspace.services = services.filter(({ service }) => names.includes(service));
		await visitor.open('/blank');
		opened.length = 0;
		await visitor.page.exposeFunction('opened', (url: string) => void opened.push(url));
		await visitor.page.addInitScript('window.RocketChatDesktop = { openInBrowser: (url) => window.opened(url) }');
		await visitor.page.goto(`${visitor.origin}/home`);
		await visitor.form().waitFor();
		await visitor.page.waitForLoadState('networkidle');
	}

	it.each<[string[], typeof visitor.client, string[]]>([
		[['apple', 'cas', 'github'], 'vite', ['div', 'CAS', 'Login on web']],
		[['github'], 'vite', ['div', 'Login on web']],
		[[], 'vite', []],
		[['cas', 'github'], 'meteor', ['div', 'CAS', 'GITHUB']],
	])('%j (%s): %j stands below the password form', async (names, kind, expected) => {
		await openDesktop(kind, names);
		const parts = visitor.form().locator(':scope > footer ~ *');
		const shown = await parts.evaluateAll((nodes) =>
			nodes.flatMap((node) => {
				const buttons = node.matches('button') ? [node] : [...node.querySelectorAll('button')];
				return buttons.length > 0 ? buttons.map(({ textContent }) => textContent) : [node.localName];
			}),
		);
		expect(shown).toEqual(expected);
	});

	it('"Login on web" opens this page for that client', async () => {
		await openDesktop('vite', ['cas']);
		await visitor.page.getByRole('button', { name: 'Login on web' }).click();
		expect(opened).toEqual([`${visitor.origin}/home?loginClient=desktop`]);
	});
});

it.each([
	['a session that is there', '/home?loginClient=desktop', true, '/home'],
	[
		'a session in the address, and logs nobody in',
		'/home?loginClient=mobile&resumeToken=token-ada&userId=uid-ada',
		false,
	],
	['nothing for a client that it does not know', '/home?loginClient=other', true, '/home?loginClient=other'],
])('gives the desktop and the mobile client %s', async (_name, path, stored, after = path) => {
	await visitor.open('/blank');
	if (stored) await visitor.storeSession('uid-ada', 'token-ada');
	const session = await visitor.page.context().newCDPSession(visitor.page);
	await session.send('Page.enable');
	const asked: string[] = [];
	session.on('Page.frameRequestedNavigation', ({ url }) => asked.push(url));
	await visitor.page.goto(visitor.origin + path, { waitUntil: 'commit' });
	await (stored ? visitor.loggedInAs(ada.name) : visitor.form().waitFor());
	const query = new URLSearchParams({ host: visitor.origin, token: 'token-ada', userId: 'uid-ada' });
	await visitor.page.waitForFunction((address) => location.pathname + location.search === address, after);
	expect(asked).toEqual(path.includes('other') ? [] : [`rocketchat://auth?${query}`]);
});
