import { ClientVisitor } from './testing/clientVisitor';

const visitor = new ClientVisitor();
const path = '/api/apps/public/x/signin';

/** Puts a link below the login form. */
async function addLink(attributes: Record<string, string>): Promise<void> {
	await visitor.form().evaluate((form, given) => {
		const link = document.createElement('a');
		for (const [name, value] of Object.entries(given)) link.setAttribute(name, value);
		link.id = 'link';
		link.innerHTML = 'A <b>link</b>';
		form.after(link);
	}, attributes);
}

async function openWithLink(attributes: Record<string, string> = {}): Promise<void> {
	await visitor.open('/home');
	await addLink({ href: path, ...attributes });
}

const notFound = () => visitor.page.getByRole('heading', { name: 'Page not found' });

describe('the router', () => {
	type Click = Pick<MouseEventInit, 'button' | 'altKey' | 'metaKey' | 'ctrlKey' | 'shiftKey'>;
	type Case = [string, Record<string, string>, Click, boolean];
	it.each<Case>([
		['plain', {}, {}, true],
		['with Alt', {}, { altKey: true }, true],
		['of a rel with more in it', { rel: 'external noopener' }, {}, true],
		['with an empty target', { target: '' }, {}, true],
		['to another query of this page, with a hash', { href: '/home?a=b#c' }, {}, true],
		['to this page', { href: '/home' }, {}, true],
		['not of the left button', {}, { button: 1 }, false],
		['with Meta', {}, { metaKey: true }, false],
		['with Ctrl', {}, { ctrlKey: true }, false],
		['with Shift', {}, { shiftKey: true }, false],
		['of a download', { download: '' }, {}, false],
		['of rel external', { rel: 'external' }, {}, false],
		['to a hash of this page', { href: '/home#c' }, {}, false],
		['to an e-mail address', { href: 'mailto:ada@example.com' }, {}, false],
		['with target _blank', { target: '_blank' }, {}, false],
		['with target _self', { target: '_self' }, {}, false],
		['by another protocol', { href: 'https://127.0.0.1/' }, {}, false],
		['to another host', { href: 'http://localhost/' }, {}, false],
		['to another port', { href: 'http://127.0.0.1:1/' }, {}, false],
	])('a click %s', async (_name, attributes, init, taken) => {
		await openWithLink(attributes);
		const prevented = await visitor.page.locator('#link b').evaluate((node, given) => {
			// After the router, and before the browser.
			let seen = false;
			window.addEventListener('click', (event) => {
				seen = event.defaultPrevented;
				event.preventDefault();
			});
			node.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...given }));
			return seen;
		}, init);
		expect(prevented).toBe(taken);
	});

	it('leaves a click alone that somebody has prevented, or that is on no link', async () => {
		await openWithLink();
		await visitor.page.evaluate(() =>
			document.getElementById('link')?.addEventListener('click', (event) => event.preventDefault()),
		);
		await visitor.page.locator('#link').click();
		await visitor.page.locator('#welcomeTitle').click();
		expect(visitor.address()).toBe('/home');
		expect(await notFound().count()).toBe(0);
	});

	it('shows "Page not found" at the address of what it has no route for, and asks nobody', async () => {
		await openWithLink();
		await visitor.page.locator('#link').click();
		await notFound().waitFor();
		expect(visitor.address()).toBe(path);
		expect(visitor.workspace.visited).not.toContain(path);
		await visitor.page.goBack();
		await visitor.form().waitFor();
		expect(visitor.address()).toBe('/home');
	});

	it.each([
		['the Enter key', async () => visitor.page.locator('#link').press('Enter')],
		['a tap', async () => visitor.page.locator('#link').tap()],
	])('takes %s as well', async (_name, act) => {
		await visitor.open('/home', '7.7.1', { hasTouch: true });
		await addLink({ href: path });
		await act();
		await notFound().waitFor();
		expect(visitor.workspace.visited).not.toContain(path);
	});

	it('lets rel external through to the server', async () => {
		await openWithLink({ rel: 'external' });
		await visitor.page.locator('#link').click();
		await visitor.page.waitForURL(`**${path}`);
		expect(await visitor.page.title()).toBe('the app');
	});

	it('knows the legal pages, and the way back', async () => {
		await visitor.open('/home');
		await visitor.page.getByRole('link', { name: 'Privacy Policy' }).click();
		await visitor.page.getByRole('heading', { name: 'Privacy policy' }).waitFor();
		await visitor.page.getByRole('link', { name: 'Home' }).click();
		await visitor.form().waitFor();
	});

	it('shows the same at a page that the server was asked for', async () => {
		await visitor.open('/nowhere?a=b');
		await notFound().waitFor();
		expect(visitor.address()).toBe('/nowhere?a=b');
	});
});

describe('an invitation', () => {
	it.each([
		['Public', 4],
		['Secret URL', 4],
		['Disabled', 2],
	])('opens the form to register, unless that is off: %s', async (registration, fields) => {
		visitor.workspace.settings.set('Accounts_RegistrationForm', registration);
		await visitor.open('/invite/abc');
		await visitor.form().waitFor();
		expect(await visitor.fields()).toHaveLength(fields);
		expect(visitor.address()).toBe('/invite/abc');
	});
});

describe('messages', () => {
	const u = { username: 'bot' };
	const blocks = (url: string) => [
		{ type: 'section', text: { type: 'mrkdwn', text: 'In a block.' } },
		{ type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open' }, url }] },
	];

	async function openRoom(...messages: object[]): Promise<void> {
		await visitor.open('/blank');
		visitor.workspace.messages = messages;
		await visitor.storeSession('uid-ada', 'token-ada');
		await visitor.page.goto(`${visitor.origin}/channel/general`);
		await visitor.page.locator('.rcx-message').first().waitFor();
	}

	it('have links: those to the workspace itself without a target', async () => {
		await visitor.open('/blank');
		const own = `${visitor.origin}${path}`;
		visitor.workspace.messages = [{ u, msg: `See ${own} or https://example.com/.` }];
		await visitor.storeSession('uid-ada', 'token-ada');
		await visitor.page.goto(`${visitor.origin}/channel/general`);
		const links = visitor.page.locator('.rcx-message a');
		await links.first().waitFor();
		expect(await links.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('target')))).toEqual([
			null,
			'_blank',
		]);
		await links.first().click();
		await notFound().waitFor();
	});

	it('show their blocks, and not the text', async () => {
		await openRoom({ u, msg: 'As text.', blocks: blocks(path) });
		const message = visitor.page.locator('.rcx-message');
		expect(await message.textContent()).toBe('botIn a block.Open');
		const [opened] = await Promise.all([
			visitor.page.waitForEvent('popup'),
			message.getByRole('link', { name: 'Open' }).click(),
		]);
		await opened.waitForURL(`**${path}`);
		expect(visitor.address()).toBe('/channel/general');
	});

	it('come oldest first', async () => {
		await openRoom({ u, msg: 'second' }, { u, msg: 'first' });
		expect(await visitor.page.locator('.rcx-message p').allTextContents()).toEqual(['first', 'second']);
	});
});
