import { idTokenCodes, responseCodes, tokenCodes } from '../hostile/codes';
import { idTokenHarmless, responseHarmless, tokenHarmless } from '../hostile/faults';
import { Expectations, rows } from './support/misbehaviour';
import { Scene } from './support/scene';

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp();
});
afterAll(() => scene.stop());

const expected = new Expectations(() => scene);

describe('authorization response', () => {
	const cases = rows(responseCodes, { stateChanged: 'state_invalid' });
	test.each(cases)('%s -> %s', (response, code) => expected.refusal({ response }, code));
	test.each(responseHarmless)('%s does no harm', (response) => expected.success({ response }));
	test('an issuer that was not promised still has to match', () =>
		expected.refusal({ responseIss: 'sentOnly', response: 'issWrong' }, 'response_issuer_mismatch'));
});

describe('token endpoint', () => {
	const cases = rows(tokenCodes, {
		// The server follows redirects, whatever the app asks for: where this one leads there is no token.
		redirect302: 'token_request_failed',
		redirect307: 'token_request_failed',
		redirect307Elsewhere: 'token_request_failed',
	});
	test.each(cases)('%s -> %s', (token, code) => expected.refusal({ token }, code));
	test.each(tokenHarmless)('%s does no harm', (token) => expected.success({ token }));

	test('a redirect to another host takes code and verifier along, and the secret only where it is in the form', async () => {
		const { provider } = scene;
		provider.set({ token: 'redirect307Elsewhere' });
		const before = provider.requests.length;
		await scene.expectRefusal('token_request_failed', () => scene.signIn());
		const [arrived] = provider.requests.slice(before).filter(({ path }) => path === '/attacker/token');
		expect(Object.keys(arrived!.body).sort()).toEqual(['code', 'code_verifier', 'grant_type', 'redirect_uri']);
		expect(arrived!.headers).not.toHaveProperty('authorization');
		// The code is used up by then.
		const { client_secret, ...form } = { ...arrived!.body, client_secret: provider.clientSecret };
		const answer = await fetch(`${provider.issuer}/token`, {
			method: 'POST',
			body: new URLSearchParams({ ...(form as Record<string, string>), client_id: provider.clientId, client_secret }),
		});
		await expect(answer.json()).resolves.toEqual({ error: 'invalid_grant' });
	});
});

test('no cache on the way may keep an answer', async () => {
	scene.provider.set({ claims: { sub: 'cached', preferred_username: 'cached', email: undefined } });
	await scene.expectSignedIn(scene.signIn());
	const calls = scene.provider.requests.filter(({ headers }) => headers['user-agent']?.includes('OAuth-Login'));
	const called = calls.map(({ path }) => path);
	expect(called).toEqual(expect.arrayContaining(['/.well-known/openid-configuration', '/token', '/jwks', '/userinfo']));
	expect(calls.filter(({ headers }) => headers['cache-control'] !== 'no-store')).toEqual([]);
});

describe('ID token', () => {
	const cases = rows(idTokenCodes);
	/** Those that are about keys meet an app that has never seen this provider's. */
	const isAboutKeys = (fault: string): boolean => /^(es256|weak|exponent|kid|header|ps512|hs256)/.test(fault);
	test.each(cases)('%s -> %s', async (idToken, code) => {
		if (isAboutKeys(idToken)) await scene.meetProvider();
		await expected.refusal({ idToken }, code);
	});
	test.each(idTokenHarmless)('%s does no harm', (idToken) => expected.success({ idToken }));
});
