import { formsOf, ProviderScene, submit } from './support';
import type { ProviderPeer } from './support';

const scene = ProviderScene.forTests();

const client = { id: 'x-client', secret: 'x/secret+with&odd=characters~' };

describe('OAuth 2.0, the default', () => {
	let x: ProviderPeer;
	const people = {
		jack: { id: '12', name: 'jack d', username: 'jack', confirmed_email: 'jack@example.com', profile_image_url: '' },
		// Beyond 2^53.
		big: { id: '9007199254740993', name: 'Big', username: 'big_one' },
		bigger: { id: '9007199254740992', name: 'Bigger', username: 'bigger_one' },
		nameless: { id: '14', name: '', username: 'nameless' },
	};

	beforeAll(async () => {
		const redirectUris = [scene.callback('twitter')];
		const options = { origin: 'https://api.x.com', client: { ...client, redirectUris }, people };
		x = await scene.meet('xOAuth2.mjs', options, ['https://x.com']);
		await scene.configure({
			Accounts_OAuth_Twitter_id: client.id,
			Accounts_OAuth_Twitter_secret: client.secret,
			Accounts_OAuth_Twitter: true,
		});
	});
	beforeEach(() => x.behave({}));

	const calls = ['POST https://api.x.com/2/oauth2/token', 'GET https://api.x.com/2/users/me'];

	test.each([
		[
			'somebody with an address',
			'jack',
			{ username: 'jack', emails: [{ address: 'jack@example.com', verified: true }] },
		],
		['somebody without one', 'nameless', { username: 'nameless', emails: [] }],
		['an id beyond 2^53', 'big', { username: 'big_one' }],
		['its neighbour', 'bigger', { username: 'bigger_one' }],
	])('signs in %s', async (_, login, who) => {
		const { first, second } = await scene.expectTwice('twitter', login, who);
		expect(first).toEqual(calls);
		expect(second).toEqual(calls);
	});

	test.each([
		[
			'a tier without the profile',
			403,
			'provider_access_tier',
			{ errors: [{ code: 453, message: 'You currently have…' }] },
		],
		[
			'an app outside of any project',
			403,
			'provider_access_tier',
			{
				reason: 'client-not-enrolled',
				title: 'Client Forbidden',
				detail: 'When authenticating requests…',
				status: 403,
			},
		],
		['an error in 200', 200, 'subject_missing', { errors: [{ title: 'Authorization Error' }] }],
		['no data', 200, 'subject_missing', {}],
	] as const)('tells %s', async (_, status, code, body) => {
		await x.behave({ profile: { status, body } });
		await scene.base.expectRefusal(code, () => scene.signIn('twitter', 'somebody else'));
	});

	test('tells a person who says no', async () => {
		const page = await scene.base.expectRefusal('access_denied', () => deny());
		expect(page.retryUrl).toBeDefined();

		async function deny() {
			const browser = scene.browser();
			const start = await scene.walk(browser, scene.base.url('login/twitter'), 'jack', (_url, form) => !!form);
			const abort = /href="([^"]*\/abort)"/.exec(start.body)?.[1];
			return scene.walk(browser, new URL(abort!, start.url), 'jack');
		}
	});

	test('a wrong secret is X refusing the workspace', async () => {
		await scene.configure({ Accounts_OAuth_Twitter_secret: 'another' });
		await scene.base.expectRefusal('client_refused', () => scene.signIn('twitter', 'jack'));
	});
});

describe('OAuth 1.0a', () => {
	let x: ProviderPeer;
	const people = {
		biz: {
			...{
				id: 9007199254740996,
				id_str: '9007199254740995',
				name: 'Biz S',
				screen_name: 'biz',
				email: 'biz@example.com',
			},
			profile_image_url_https: 'https://pbs.twimg.example/biz_normal.jpg',
		},
		ev: { id: 20, id_str: '20', name: 'Ev W', screen_name: 'ev' },
		// The same person as above: an account of the OAuth 2.0 days.
		jack: { id: 12, id_str: '12', name: 'jack d', screen_name: 'jack', email: 'jack@example.com' },
	};
	const origin = 'https://api.x.com';
	const token = `POST ${origin}/oauth/access_token`;
	const profile = `GET ${origin}/1.1/account/verify_credentials.json`;

	beforeAll(async () => {
		const callbacks = [scene.callback('twitter')];
		x = await scene.meet('xOAuth1.mjs', { origin, client: { ...client, callbacks }, people });
		await scene.configure({
			Accounts_OAuth_Twitter_oauth_version: '1.0a',
			Accounts_OAuth_Twitter_id: client.id,
			Accounts_OAuth_Twitter_secret: client.secret,
			Accounts_OAuth_Twitter: true,
		});
	});
	beforeEach(() => x.behave({}));

	test.each([
		['somebody with an address', 'biz', { username: 'biz', emails: [{ address: 'biz@example.com', verified: true }] }],
		['somebody without one', 'ev', { username: 'ev', name: 'Ev W', emails: [] }],
		['somebody who came by OAuth 2.0 before', 'jack', { username: 'jack' }],
	])('signs in %s', async (_, login, who) => {
		const { first, second } = await scene.expectTwice('twitter', login, who);
		expect(first).toEqual([`POST ${origin}/oauth/request_token`, token, profile]);
		expect(second).toEqual(first);
	});

	test('tells a person who says no, without another call', async () => {
		const calls = scene.calls.length;
		const page = await scene.base.expectRefusal('access_denied', async () => {
			const browser = scene.browser();
			const form = await scene.walk(browser, scene.base.url('login/twitter'), 'biz', (_url, each) => !!each);
			const [first] = formsOf(form);
			first!.fields.set('prompt', 'deny');
			return scene.walk(browser, await submit(browser, form.url, first!), 'biz');
		});
		expect(page.retryUrl).toBeDefined();
		expect(scene.calls.slice(calls)).toEqual([`POST ${origin}/oauth/request_token`]);
	});

	test.each([
		['a verifier that is missing', (url: URL) => url.searchParams.delete('oauth_verifier'), 'response_invalid', 1],
		['a verifier that is wrong', (url: URL) => url.searchParams.set('oauth_verifier', 'guess'), 'code_refused', 2],
		['the token of another attempt', (url: URL) => url.searchParams.set('oauth_token', 'other'), 'response_invalid', 1],
	] as const)('refuses %s', async (_, change, code, calls) => {
		const before = scene.calls.length;
		await scene.base.expectRefusal(code, async () => {
			const browser = scene.browser();
			const isBack = (url: URL): boolean => url.href.startsWith(scene.callback('twitter'));
			const back = await scene.walk(browser, scene.base.url('login/twitter'), 'biz', isBack);
			const url = new URL(back.headers.get('location')!);
			change(url);
			return browser.request(url);
		});
		expect(scene.calls.slice(before)).toHaveLength(calls);
	});

	test('a verifier works once', async () => {
		const browser = scene.browser();
		const isBack = (url: URL): boolean => url.href.startsWith(scene.callback('twitter'));
		const back = await scene.walk(browser, scene.base.url('login/twitter'), 'biz', isBack);
		const copy = browser.copy();
		await scene.base.expectSignedIn(scene.walk(browser, back.headers.get('location')!, 'biz'));
		await scene.base.expectRefusal('state_used', () => copy.request(back.headers.get('location')!));
	});

	test('a plan that does not include the profile is explained, in words', async () => {
		await x.behave({ tier: true });
		const page = await scene.base.expectRefusal('provider_access_tier', () => scene.signIn('twitter', 'ev'));
		expect(page.body).toMatch(/OAuth 2\.0|access|plan|tier/i);
	});

	test('a server that does not confirm the callback is refused before anybody is sent there', async () => {
		await x.behave({ unconfirmed: true });
		await scene.base.expectRefusal('token_response_invalid', () => scene.signIn('twitter', 'ev'));
	});

	test('a callback that is not approved is explained, and nobody is sent there', async () => {
		await x.stop();
		const options = { origin, client: { ...client, callbacks: ['https://elsewhere.example.com/'] }, people };
		x = await scene.meet('xOAuth1.mjs', options);
		await scene.base.expectRefusal('callback_not_approved', () => scene.signIn('twitter', 'ev'));
	});

	test.each([
		['secret', { Accounts_OAuth_Twitter_secret: 'another' }],
		['key', { Accounts_OAuth_Twitter_id: 'another' }],
	])('a wrong %s is X refusing the workspace', async (_, settings) => {
		await scene.configure(settings);
		await scene.base.expectRefusal('client_refused', () => scene.signIn('twitter', 'ev'));
	});
});
