import { people, startPeer } from '../providers/peer';
import type { Peer } from '../providers/peer';
import { Stage } from './stage';

/*
 * From nothing to the first sign-in: what an admin does on the app's own pages, counted.
 */

const stage = new Stage({
	workspace: { rateLimit: false },
	settings: {
		...{ Accounts_OAuth_Okta: false, Accounts_OAuth_Okta_issuer: '' },
		...{ Accounts_OAuth_Okta_id: '', Accounts_OAuth_Okta_secret: '' },
	},
});
const client = { client_id: 'rocket-chat', client_secret: 'the secret of the client' };
let provider: Peer<{ issuer: string }>;

beforeAll(async () => {
	// An admin registers the app there; what is entered is what the set-up page shows.
	const redirect_uris = [stage.scene.url('callback/okta')];
	provider = await startPeer('oidcProvider.mjs', { people, clients: [{ ...client, redirect_uris }] });
});
afterAll(() => provider.stop());

test('Okta takes at most ten actions, from the list of providers to the first sign-in', async () => {
	const { page } = await stage.arrive();
	const { url, admin } = stage.scene.workspace;
	await page.goto(`${url}/login`);
	await page.locator('input[name=usernameOrEmail]').fill(admin.username);
	await page.locator('input[name=password]').fill(admin.password);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { level: 2, name: /^Welcome / }).waitFor();

	const actions: string[] = [];
	/** One thing that a person does: opens an address, clicks, or fills a field in. */
	const act = async <T>(what: string, action: () => Promise<T>): Promise<T> => {
		actions.push(what);
		return action();
	};
	await act('open the list of providers', () => page.goto(stage.scene.url('admin/providers')));
	await act('choose Okta', () => page.getByRole('link', { name: 'Okta', exact: true }).click());
	await act('copy the callback URL', () => page.getByRole('button', { name: 'Copy' }).click());
	expect(await page.locator('#callback').textContent()).toBe(stage.scene.url('callback/okta'));
	await act('enter the issuer', () => page.getByLabel('Okta domain or issuer URL').fill(provider.ready.issuer));
	await act('enter the client ID', () => page.getByLabel('Client ID').fill(client.client_id));
	await act('enter the secret', () => page.getByLabel('Client secret').fill(client.client_secret));
	await act('save, check and switch on', () => page.getByRole('button', { name: /^Save, check, and enable/ }).click());
	await page.getByText('Enabled. The button is on the login page').waitFor();
	expect(await page.locator('.mark.blocked').count()).toBe(0);

	const person = await stage.arrive();
	await act('open the login page', () => person.openLoginPage());
	const window = await act('click the button', () => person.begin('popup'));
	await act('sign in at Okta', () => person.signInAtProvider(window, 'ada'));
	await person.expectSignedIn({ username: 'ada' });
	expect(actions.length).toBeLessThanOrEqual(10);
});
