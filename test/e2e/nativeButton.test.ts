import { Browser } from '../app/support/browser';
import { Stage } from './stage';

/* What core's CAS button does, in a real browser: a popup from the login page, which closes when core has the ticket. */

const stage = new Stage({
	provider: 'oidc',
	workspace: { rateLimit: false },
	settings: { Accounts_OAuth_Okta_login_style: 'redirect', Session_native_cas_button_phishable: true },
});

const token = 'aB3dE6gH9jK2mN5pQ';
const address = (): string => {
	const { scene } = stage;
	return `${scene.url('cas/login')}?service=${encodeURIComponent(`${scene.workspace.url}/_cas/${token}`)}`;
};

test('the popup asks, signs in at the provider, and closes; its opener has the session then', async () => {
	const { scene } = stage;
	await scene.expectSignedIn(scene.signIn(new Browser(), { login: 'ada' }), { username: 'ada' });
	const visitor = await stage.arrive();
	await visitor.page.goto(`${scene.workspace.url}/login`);
	const [popup] = await Promise.all([
		visitor.page.waitForEvent('popup'),
		visitor.page.evaluate((url) => void window.open(url, 'Login', 'width=810,height=610'), address()),
	]);
	await popup.getByRole('button', { name: 'I started it: continue' }).click();
	await popup.getByRole('link', { name: 'Sign in with Okta' }).click();
	const closed = popup.waitForEvent('close');
	await visitor.signInAtProvider(popup, 'ada');
	await closed;

	const { body } = await new Browser().request(`${scene.workspace.url}/api/v1/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ cas: { credentialToken: token } }),
	});
	const { data } = JSON.parse(body) as { data: { userId: string; authToken: string } };
	await expect(scene.me({ userId: data.userId, token: data.authToken })).resolves.toMatchObject({ username: 'ada' });
});

test('a link that somebody follows is the list of providers', async () => {
	const { page } = await stage.arrive();
	await page.goto(address());
	await page.getByRole('link', { name: 'Sign in with Okta' }).waitFor();
	expect(await page.locator('form').count()).toBe(0);
	await page.goto('about:blank');
	await page.setContent(`<a href="${address()}">Your prize</a>`);
	await page.getByRole('link').click();
	await page.getByRole('link', { name: 'Sign in with Okta' }).waitFor();
	expect(await page.locator('form').count()).toBe(0);
});
