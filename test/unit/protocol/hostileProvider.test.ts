import type { ErrorCode } from '../../../src/errors';
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
} from '../../hostile/faults';
import type { Behaviour } from '../../hostile/faults';
import { defaultClaims, startHostileProvider } from '../../hostile/provider';
import type { HostileProvider } from '../../hostile/provider';
import { impatientFor, nodeTransport } from './nodeTransport';
import { signIn } from './signIn';

let provider: HostileProvider;

beforeAll(async () => {
	provider = await startHostileProvider();
});

afterAll(() => provider.stop());

beforeEach(() => {
	provider.set({});
	provider.requests.length = 0;
});

const paths = () => provider.requests.map(({ path }) => path);

type Place = 'discovery' | 'response' | 'token' | 'idToken' | 'jwks' | 'userinfo';

/** Every path that a sign-in calls, in its order. */
const way = ['/.well-known/openid-configuration', '/authorize', '/token', '/jwks', '/userinfo'];

/** How far a sign-in may get when something is wrong there: nothing is asked afterwards. */
const lastPath: Record<Place, string> = {
	discovery: '/.well-known/openid-configuration',
	response: '/authorize',
	token: '/token',
	jwks: '/jwks',
	idToken: '/jwks',
	userinfo: '/userinfo',
};

async function expectRefusal(behaviour: Behaviour, place: Place, code: ErrorCode): Promise<void> {
	provider.set(behaviour);
	const isSlow = Object.values(behaviour).includes('slow');
	const transport = isSlow ? impatientFor(lastPath[place]) : nodeTransport;
	await expect(signIn(provider, { transport })).rejects.toMatchObject({
		name: 'LoginError',
		code,
	});
	const reached = Math.max(...paths().map((path) => way.indexOf(path)));
	expect(reached).toBeLessThanOrEqual(way.indexOf(lastPath[place]));
	expect(paths().filter((path) => path === '/token').length).toBeLessThanOrEqual(1);
	expect(paths().filter((path) => path.startsWith('/attacker'))).toEqual([]);
}

async function expectSuccess(behaviour: Behaviour): Promise<void> {
	provider.set(behaviour);
	const { idToken, userinfo } = await signIn(provider);
	expect(idToken).toMatchObject({ ...defaultClaims, iss: provider.issuer });
	expect(userinfo).toMatchObject(defaultClaims);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	expect(userinfo.polluted).toBeUndefined();
}

test('an honest provider signs the person in, with one request to each endpoint', async () => {
	await expectSuccess({});
	expect(paths()).toEqual(way);
});

describe('discovery', () => {
	const others = Object.fromEntries(discoveryFaults.map((fault) => [fault, 'discovery_invalid'])) as Record<
		(typeof discoveryFaults)[number],
		ErrorCode
	>;
	const codes: Record<(typeof discoveryFaults)[number], ErrorCode> = {
		...others,
		issuerWrong: 'discovery_issuer_mismatch',
		issuerTrailingSlash: 'discovery_issuer_mismatch',
		garbage: 'discovery_failed',
		html: 'discovery_failed',
		array: 'discovery_failed',
		deep: 'discovery_failed',
		slow: 'discovery_failed',
		huge: 'discovery_failed',
		hangUp: 'discovery_failed',
		status404: 'discovery_failed',
		redirect: 'discovery_failed',
	};
	test.each(discoveryFaults)('%s is refused', (fault) =>
		expectRefusal({ discovery: fault }, 'discovery', codes[fault]),
	);
	test.each(discoveryHarmless)('%s does no harm', (fault) => expectSuccess({ discovery: fault }));
});

describe('authorization response', () => {
	const codes: Record<(typeof responseFaults)[number], ErrorCode> = {
		issWrong: 'response_issuer_mismatch',
		issMissing: 'response_issuer_mismatch',
		issDuplicated: 'response_invalid',
		accessDenied: 'access_denied',
		errorAndCode: 'response_invalid',
		errorMarkup: 'provider_error',
		errorBidi: 'provider_error',
		errorLong: 'provider_error',
		errorServer: 'provider_error',
		stateChanged: 'state_foreign',
		stateDropped: 'state_missing',
		stateDuplicated: 'state_invalid',
		codeMissing: 'response_invalid',
		codeEmpty: 'response_invalid',
		codeDuplicated: 'response_invalid',
		codeHuge: 'response_invalid',
		codeLineBreak: 'response_invalid',
		codeOfAnother: 'code_refused',
		tokensInsteadOfCode: 'response_invalid',
	};
	test.each(responseFaults)('%s is refused', (fault) =>
		expectRefusal({ response: fault }, fault === 'codeOfAnother' ? 'token' : 'response', codes[fault]),
	);
	test.each(responseHarmless)('%s does no harm', (fault) => expectSuccess({ response: fault }));

	test('an issuer that was not promised still has to match', () =>
		expectRefusal({ responseIss: 'sentOnly', response: 'issWrong' }, 'response', 'response_issuer_mismatch'));
	test.each(['sentOnly', 'never'] as const)('iss %s does no harm', (responseIss) => expectSuccess({ responseIss }));

	test('a code that was used is refused by the provider and not tried again', async () => {
		provider.set({ token: 'status500' });
		await expect(signIn(provider)).rejects.toMatchObject({ code: 'provider_error' });
		expect(paths().filter((path) => path === '/token')).toHaveLength(1);
	});
});

describe('token endpoint', () => {
	const others = Object.fromEntries(tokenFaults.map((fault) => [fault, 'token_response_invalid'])) as Record<
		(typeof tokenFaults)[number],
		ErrorCode
	>;
	const codes: Record<(typeof tokenFaults)[number], ErrorCode> = {
		...others,
		invalidClient: 'client_refused',
		unauthorizedClient403: 'client_refused',
		invalidGrant: 'code_refused',
		invalidCode403: 'code_refused',
		errorWith200: 'code_refused',
		invalidScope: 'provider_error',
		errorRepeatsSecrets: 'provider_error',
		status500: 'provider_error',
		status500Html: 'provider_error',
		slow: 'provider_timeout',
		huge: 'provider_unreachable',
		endless: 'provider_unreachable',
		hangUp: 'provider_unreachable',
	};
	test.each(tokenFaults)('%s is refused', (fault) => expectRefusal({ token: fault }, 'token', codes[fault]));
	test.each(tokenHarmless)('%s does no harm', (fault) => expectSuccess({ token: fault }));
});

describe('ID token', () => {
	const others = Object.fromEntries(idTokenFaults.map((fault) => [fault, 'id_token_invalid'])) as Record<
		(typeof idTokenFaults)[number],
		ErrorCode
	>;
	const codes: Record<(typeof idTokenFaults)[number], ErrorCode> = {
		...others,
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
	};
	test.each(idTokenFaults)('%s is refused', (fault) => expectRefusal({ idToken: fault }, 'idToken', codes[fault]));
	test.each(idTokenHarmless)('%s does no harm', (fault) => expectSuccess({ idToken: fault }));
	test.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('%s is understood', (alg) => expectSuccess({ alg }));
});

describe('JWKS', () => {
	const others = Object.fromEntries(jwksFaults.map((fault) => [fault, 'jwks_unavailable'])) as Record<
		(typeof jwksFaults)[number],
		ErrorCode
	>;
	const codes: Record<(typeof jwksFaults)[number], ErrorCode> = {
		...others,
		otherKey: 'id_token_signature',
		decoysWithoutKids: 'id_token_signature',
	};
	test.each(jwksFaults)('%s is refused', (fault) =>
		expectRefusal(
			{ jwks: fault, idToken: fault === 'decoysWithoutKids' ? 'kidAbsent' : undefined },
			'jwks',
			codes[fault],
		),
	);
	test.each(jwksHarmless)('%s does no harm', (fault) =>
		expectSuccess({ jwks: fault, idToken: fault.endsWith('ithoutKids') ? 'kidAbsent' : undefined }),
	);
});

describe('userinfo', () => {
	const others = Object.fromEntries(userinfoFaults.map((fault) => [fault, 'userinfo_failed'])) as Record<
		(typeof userinfoFaults)[number],
		ErrorCode
	>;
	const codes: Record<(typeof userinfoFaults)[number], ErrorCode> = {
		...others,
		status403X: 'provider_access_tier',
		otherSubject: 'userinfo_subject_mismatch',
		subjectMissing: 'userinfo_subject_mismatch',
		subjectNumber: 'userinfo_subject_mismatch',
		slow: 'provider_timeout',
		huge: 'provider_unreachable',
	};
	test.each(userinfoFaults)('%s is refused', (fault) => expectRefusal({ userinfo: fault }, 'userinfo', codes[fault]));
	test.each(userinfoHarmless)('%s does no harm', (fault) => expectSuccess({ userinfo: fault }));
});
