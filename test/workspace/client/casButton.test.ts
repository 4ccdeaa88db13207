import { ClientVisitor } from './testing/clientVisitor';
import { casService } from './testing/stubWorkspace';

const visitor = new ClientVisitor();

describe('CAS button', () => {
	beforeEach(() => {
		visitor.workspace.services = [casService];
		visitor.workspace.settings.set('CAS_popup_width', 640).set('CAS_popup_height', 480);
	});

	const openPopup = async () => {
		const [popup] = await Promise.all([visitor.page.waitForEvent('popup'), visitor.casButton().click()]);
		await popup.waitForLoadState();
		return popup;
	};

	it.each([
		{ profile: '7.7.1', encode: encodeURIComponent },
		{ profile: '6.5.3', encode: (service: string) => service },
	])('opens the CAS server in a popup and logs in by its ticket ($profile)', async ({ profile, encode }) => {
		await visitor.open('/home', profile);
		const popup = await openPopup();
		const service = new URL(popup.url()).searchParams.get('service') ?? '';
		expect(service).toMatch(new RegExp(`^${visitor.origin}/_cas/[0-9A-Za-z]{17}$`));
		expect(visitor.workspace.visited.at(-1)).toBe(`/sso/login?service=${encode(service)}`);
		expect(await popup.evaluate(() => [window.name, innerWidth, innerHeight, opener !== null])).toEqual([
			'Login',
			640,
			480,
			true,
		]);
		await Promise.all([popup.waitForEvent('close'), popup.getByText('Let me in').click()]);
		await visitor.loggedInAs('Ada Lovelace');
		expect(visitor.workspace.logins).toEqual([{ cas: { credentialToken: service.split('/').at(-1) } }]);
		expect(visitor.address()).toBe('/home');
	});

	it('adds to a query that the login address has', async () => {
		await visitor.open('/blank');
		visitor.workspace.settings.set('CAS_login_url', `${visitor.origin}/sso/login?lang=de`);
		await visitor.page.goto(`${visitor.origin}/home`);
		const popup = await openPopup();
		expect(new URL(popup.url()).searchParams.get('lang')).toBe('de');
		expect(new URL(popup.url()).searchParams.get('service')).toContain(`${visitor.origin}/_cas/`);
	});

	it.each([
		['vite', true],
		['meteor', false],
	] as const)('closes a popup that takes more than two minutes (%s): %s', async (kind, closes) => {
		visitor.client = kind;
		await visitor.open('/blank');
		await visitor.page.clock.install();
		await visitor.page.goto(`${visitor.origin}/home`);
		const popup = await openPopup();
		await visitor.page.clock.runFor(119_000);
		expect(popup.isClosed()).toBe(false);
		const closed = closes ? popup.waitForEvent('close') : undefined;
		await visitor.page.clock.runFor(2_000);
		await closed;
		expect(popup.isClosed()).toBe(closes);
		expect(visitor.workspace.logins).toEqual([]);
		expect(await visitor.form().count()).toBe(1);
		visitor.client = 'meteor';
	});

	it('stays at the form without a word when the popup is closed', async () => {
		await visitor.open('/home');
		const popup = await openPopup();
		const [answer] = await Promise.all([visitor.page.waitForResponse('**/api/v1/ddp.login'), popup.close()]);
		expect(answer.status()).toBe(401);
		expect(await visitor.form().count()).toBe(1);
		expect(await visitor.page.getByRole('alert').count()).toBe(0);
	});
});
