import type { ErrorCode } from '../../src/errors';
import {
	discoveryFaults,
	discoveryHarmless,
	idTokenFaults,
	idTokenHarmless,
	jwksFaults,
	jwksHarmless,
	responseFaults,
	responseHarmless,
	tokenFaults,
	tokenHarmless,
	userinfoFaults,
	userinfoHarmless,
} from '../hostile/faults';
import type { Behaviour } from '../hostile/faults';
import { Browser } from './support/browser';
import { Scene } from './support/scene';

/*
 * Whatever the provider does wrong: a page with the reason, nobody created, nobody let in, and the next person gets in.
 * What takes its time is in slowProvider.test.ts.
 */

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp();
});
afterAll(() => scene.stop());

let people = 0;

/** Somebody whom neither the provider nor the workspace has seen before. */
function somebody(): { sub: string; preferred_username: string; email: string } {
	people += 1;
	return { sub: `sub-${people}`, preferred_username: `person${people}`, email: `person${people}@example.com` };
}

async function expectOthersGetIn(): Promise<void> {
	const claims = somebody();
	scene.provider.set({ claims });
	await scene.expectSignedIn(scene.signIn(), { username: claims.preferred_username });
}

async function expectRefusal(behaviour: Behaviour, code: ErrorCode): Promise<void> {
	scene.provider.set({ claims: somebody(), ...behaviour });
	const records = scene.workspace.store.persistence.filter(({ data }) => /pending|link/i.test(JSON.stringify(data)));
	const calls = await scene.callsOf(() => scene.expectRefusal(code, () => scene.signIn()));
	expect(calls.filter((path) => path === '/token').length).toBeLessThanOrEqual(1);
	expect(calls.filter((path) => path.startsWith('/attacker'))).toEqual([]);
	expect(
		scene.workspace.store.persistence.filter(({ data }) => /pending|link/i.test(JSON.stringify(data))),
	).toEqual(records);
	await expectOthersGetIn();
}

async function expectSuccess(behaviour: Behaviour): Promise<void> {
	const claims = somebody();
	scene.provider.set({ claims, ...behaviour });
	await scene.expectSignedIn(scene.signIn(), { username: claims.preferred_username });
}

const slow = ['slow', 'endless'];
const quick = <Fault extends string>(faults: readonly Fault[]): Fault[] => faults.filter((fault) => !slow.includes(fault));

/** `codes`, and `other` for the faults that it does not name. */
function rows<Fault extends string>(
	faults: readonly Fault[],
	codes: Partial<Record<Fault, ErrorCode>>,
	other: ErrorCode,
): [Fault, ErrorCode][] {
	return quick(faults).map((fault) => [fault, codes[fault] ?? other]);
}

describe('authorization response', () => {
	const cases = rows(
		responseFaults,
		{
			issWrong: 'response_issuer_mismatch',
			issMissing: 'response_issuer_mismatch',
			accessDenied: 'access_denied',
			errorMarkup: 'provider_error',
			errorBidi: 'provider_error',
			errorLong: 'provider_error',
			errorServer: 'provider_error',
			stateChanged: 'state_invalid',
			stateDropped: 'state_missing',
			stateDuplicated: 'state_invalid',
			codeOfAnother: 'code_refused',
		},
		'response_invalid',
	);
	test.each(cases)('%s: %s', (response, code) => expectRefusal({ response }, code));
	test.each(responseHarmless)('%s does no harm', (response) => expectSuccess({ response }));
	test('an issuer that was not promised still has to match', () =>
		expectRefusal({ responseIss: 'sentOnly', response: 'issWrong' }, 'response_issuer_mismatch'));
});

describe('token endpoint', () => {
	const cases = rows(
		tokenFaults,
		{
			invalidClient: 'client_refused',
			unauthorizedClient403: 'client_refused',
			invalidGrant: 'code_refused',
			invalidCode403: 'code_refused',
			errorWith200: 'code_refused',
			invalidScope: 'provider_error',
			errorRepeatsSecrets: 'provider_error',
			status500: 'provider_error',
			status500Html: 'provider_error',
			huge: 'provider_unreachable',
			gzipBomb: 'provider_unreachable',
			hangUp: 'provider_unreachable',
			// The server follows redirects, whatever the app asks for: where this one leads there is no token.
			redirect302: 'provider_error',
			redirect307: 'provider_error',
		},
		'token_response_invalid',
	).filter(([fault]) => !fault.startsWith('redirect'));
	test.each(cases)('%s: %s', (token, code) => expectRefusal({ token }, code));
	test.each(tokenHarmless)('%s does no harm', (token) => expectSuccess({ token }));
});

describe('ID token', () => {
	const cases = rows(
		idTokenFaults,
		{
			absent: 'id_token_missing',
			nonceWrong: 'id_token_nonce',
			nonceMissing: 'id_token_nonce',
			issWrong: 'id_token_issuer',
			issTrailingSlash: 'id_token_issuer',
			issUpperCase: 'id_token_issuer',
			issHttps: 'id_token_issuer',
			issMissing: 'id_token_issuer',
			audWrong: 'id_token_audience',
			audMissing: 'id_token_audience',
			audEmpty: 'id_token_audience',
			audNumber: 'id_token_audience',
			audOthers: 'id_token_audience',
			audWithForeign: 'id_token_audience',
			audWithForeignAzpUs: 'id_token_audience',
			azpOther: 'id_token_audience',
			expPast: 'id_token_expired',
			iatWeekOld: 'id_token_expired',
			iatFuture: 'id_token_expired',
			nbfFuture: 'id_token_expired',
			signatureAltered: 'id_token_signature',
			signatureOfAnother: 'id_token_signature',
			es256Altered: 'id_token_signature',
			es256Zero: 'id_token_signature',
			es256Der: 'id_token_signature',
			es256WrongCurve: 'id_token_signature',
			kidUnknown: 'id_token_signature',
			weakRsaKey: 'id_token_signature',
			exponentOneKey: 'id_token_signature',
			headerJwk: 'id_token_signature',
			headerJku: 'id_token_signature',
			headerX5c: 'id_token_signature',
		},
		'id_token_invalid',
	);
	/** Those that are about keys meet an app that has never seen this provider's. */
	const isAboutKeys = (fault: string): boolean => /^(es256|weak|exponent|kid|header|ps512|hs256)/.test(fault);
	test.each(cases)('%s: %s', async (idToken, code) => {
		if (isAboutKeys(idToken)) await scene.meetProvider();
		await expectRefusal({ idToken }, code);
	});
	test.each(idTokenHarmless)('%s does no harm', (idToken) => expectSuccess({ idToken }));
});

describe('keys that are new to the app', () => {
	const cases = rows(
		jwksFaults,
		{ otherKey: 'id_token_signature', decoysWithoutKids: 'id_token_signature' },
		'jwks_unavailable',
	);
	test.each(cases)('%s: %s', async (jwks, code) => {
		const idToken = jwks === 'decoysWithoutKids' ? 'kidAbsent' : undefined;
		await scene.meetProvider();
		scene.provider.set({ claims: somebody(), jwks, idToken });
		await scene.expectRefusal(code, () => scene.signIn());
	});
	test.each(jwksHarmless)('%s does no harm', async (jwks) => {
		await scene.meetProvider();
		await expectSuccess({ jwks, idToken: jwks.endsWith('ithoutKids') ? 'kidAbsent' : undefined });
	});

	test('once they were there, those that the app has serve while the provider has none', async () => {
		await scene.meetProvider();
		await expectOthersGetIn();
		await expectSuccess({ jwks: 'status500' });
	});

	test('tokens with made-up key ids make it ask once, not each time', async () => {
		await scene.meetProvider();
		await expectOthersGetIn();
		scene.provider.set({ idToken: 'kidUnknown' });
		const calls = await scene.callsOf(async () => {
			for (let token = 0; token < 5; token++) {
				await scene.expectRefusal('id_token_signature', () => scene.signIn());
			}
		});
		expect(calls.filter((path) => path === '/jwks')).toHaveLength(1);
		await expectOthersGetIn();
	});
});

describe('userinfo, where the ID token says too little', () => {
	const cases = rows(
		userinfoFaults,
		{
			otherSubject: 'userinfo_subject_mismatch',
			subjectMissing: 'userinfo_subject_mismatch',
			subjectNumber: 'userinfo_subject_mismatch',
			huge: 'provider_unreachable',
		},
		'userinfo_failed',
	);
	test.each(cases)('%s: %s', (userinfo, code) =>
		expectRefusal({ userinfo, claims: { ...somebody(), name: undefined } }, code),
	);
	test.each(userinfoHarmless)('%s does no harm', async (userinfo) => {
		const claims = { ...somebody(), name: undefined };
		scene.provider.set({ userinfo, claims });
		await scene.expectSignedIn(scene.signIn(), { username: claims.preferred_username });
	});
});

describe('discovery, of a provider that is new to the app', () => {
	const cases = rows(
		discoveryFaults,
		{
			issuerWrong: 'discovery_issuer_mismatch',
			issuerTrailingSlash: 'discovery_issuer_mismatch',
			garbage: 'discovery_failed',
			html: 'discovery_failed',
			array: 'discovery_failed',
			deep: 'discovery_failed',
			huge: 'discovery_failed',
			hangUp: 'discovery_failed',
			status404: 'discovery_failed',
			redirect: 'discovery_failed',
		},
		'discovery_invalid',
	);
	test.each(cases)('%s: %s', async (discovery, code) => {
		const provider = await scene.meetProvider({ discovery });
		const { headers } = await scene.expectRefusal(code, () => scene.signIn());
		expect(headers.getSetCookie()).toEqual([]);
		expect(provider.requests.filter(({ path }) => path !== '/.well-known/openid-configuration')).toEqual([]);
	});
	test.each(discoveryHarmless.filter((fault) => fault !== 'bare'))('%s does no harm', async (discovery) => {
		await scene.meetProvider({ discovery });
		await expectSuccess({ discovery });
	});

	test('a provider that was there when it was set up may be ill afterwards', async () => {
		await scene.meetProvider();
		await expectOthersGetIn();
		scene.provider.set({ discovery: 'issuerWrong' });
		// Saving anything makes the app look again.
		await scene.configure({ Accounts_OAuth_Okta_scope: 'openid profile email' });
		await scene.settle();
		await expectSuccess({ discovery: 'issuerWrong' });
	});
});

describe('a provider that is gone', () => {
	test('before the sign-in: the page comes from what the app knows, and the callback says why', async () => {
		await scene.meetProvider();
		await expectOthersGetIn();
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
