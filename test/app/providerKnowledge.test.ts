import { discoveryCodes, jwksCodes, userinfoCodes } from '../hostile/codes';
import { discoveryHarmless, jwksHarmless, userinfoHarmless } from '../hostile/faults';
import { Browser } from './support/browser';
import { Expectations, nameless, rows, somebody } from './support/misbehaviour';
import { Scene } from './support/scene';

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp();
});
afterAll(() => scene.stop());

const expected = new Expectations(() => scene);

describe('keys that are new to the app', () => {
	const cases = rows(jwksCodes);
	test.each(cases)('%s -> %s', async (jwks, code) => {
		const idToken = jwks === 'decoysWithoutKids' ? 'kidAbsent' : undefined;
		await scene.meetProvider();
		scene.provider.set({ claims: somebody(), jwks, idToken });
		await scene.expectRefusal(code, () => scene.signIn());
	});
	test.each(jwksHarmless)('%s does no harm', async (jwks) => {
		await scene.meetProvider();
		await expected.success({ jwks, idToken: jwks.endsWith('ithoutKids') ? 'kidAbsent' : undefined });
	});

	test('once they were there, those that the app has serve while the provider has none', async () => {
		await scene.meetProvider();
		await expected.othersGetIn();
		await expected.success({ jwks: 'status500' });
	});

	test('tokens with made-up key ids make it ask three times, not each time', async () => {
		await scene.meetProvider();
		await expected.othersGetIn();
		scene.provider.set({ idToken: 'kidUnknown' });
		const calls = await scene.callsOf(async () => {
			for (let token = 0; token < 5; token++) {
				await scene.expectRefusal('id_token_signature', () => scene.signIn());
			}
		});
		expect(calls.filter((path) => path === '/jwks')).toHaveLength(3);
		await expected.othersGetIn();
	});
});

describe('userinfo, where the ID token says too little', () => {
	const cases = rows(userinfoCodes);
	test.each(cases)('%s -> %s', (userinfo, code) =>
		expected.refusal({ userinfo, claims: { ...somebody(), ...nameless } }, code),
	);
	test.each(userinfoHarmless)('%s does no harm', (userinfo) =>
		expected.success({ userinfo, claims: { name: undefined } }),
	);
});

describe('discovery, of a provider that is new to the app', () => {
	const cases = rows(discoveryCodes, {
		// A slash is what admins forget; the provider's own answer then has to have it.
		issuerTrailingSlash: 'response_issuer_mismatch',
	});
	test.each(cases)('%s -> %s', async (discovery, code) => {
		const provider = await scene.meetProvider({ discovery });
		const { headers } = await scene.expectRefusal(code, () => scene.signIn());
		// A sign-in that did not begin has no cookie; the other one's is taken back.
		expect(headers.getSetCookie()).toHaveLength(code.startsWith('discovery') ? 0 : 1);
		expect(provider.requests.filter(({ path }) => path === '/token')).toEqual([]);
	});
	test.each(discoveryHarmless.filter((fault) => fault !== 'bare'))('%s does no harm', async (discovery) => {
		await scene.meetProvider({ discovery });
		await expected.success({ discovery });
	});

	test('a provider that was there when it was set up may be ill afterwards', async () => {
		await scene.meetProvider();
		await expected.othersGetIn();
		scene.provider.set({ discovery: 'issuerWrong' });
		// Saving anything makes the app look again.
		await scene.configure({ Accounts_OAuth_Okta_scope: 'openid profile email' });
		await scene.settle();
		await expected.success({ discovery: 'issuerWrong' });
	});
});

describe('a provider that is gone', () => {
	test('before the sign-in: the page comes from what the app knows, and the callback says why', async () => {
		await scene.meetProvider();
		await expected.othersGetIn();
		const browser = new Browser();
		const callback = await scene.approve(browser);
		await scene.provider.stop();
		await scene.expectRefusal('provider_unreachable', () => browser.request(callback));
		const begun = await new Browser().request(scene.url('login/okta'));
		expect(begun.status).toBe(303);
	});
});

test('a person without a usable id is nobody', async () => {
	await scene.meetProvider();
	for (const sub of ['undefined', 'null', '0', ' ', 'x'.repeat(300)]) {
		scene.provider.set({ claims: { ...somebody(), sub } });
		const page = await scene.signIn();
		expect({ sub, code: page.code, session: page.session }).toMatchObject({
			sub,
			code: expect.stringMatching(/^(subject_missing|id_token_invalid)$/),
			session: undefined,
		});
	}
});
