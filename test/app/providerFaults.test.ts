import {
	idTokenFaults,
	idTokenHarmless,
	responseFaults,
	responseHarmless,
	tokenFaults,
	tokenHarmless,
} from '../hostile/faults';
import { Expectations, rows } from './support/misbehaviour';
import { Scene } from './support/scene';

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp();
});
afterAll(() => scene.stop());

const expected = new Expectations(() => scene);

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
	test.each(cases)('%s: %s', (response, code) => expected.refusal({ response }, code));
	test.each(responseHarmless)('%s does no harm', (response) => expected.success({ response }));
	test('an issuer that was not promised still has to match', () =>
		expected.refusal({ responseIss: 'sentOnly', response: 'issWrong' }, 'response_issuer_mismatch'));
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
			hangUp: 'provider_unreachable',
			// The server follows redirects, whatever the app asks for: where this one leads there is no token.
			redirect302: 'provider_error',
			redirect307: 'provider_error',
		},
		'token_response_invalid',
	);
	test.each(cases)('%s: %s', (token, code) => expected.refusal({ token }, code));
	test.each(tokenHarmless)('%s does no harm', (token) => expected.success({ token }));
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
		await expected.refusal({ idToken }, code);
	});
	test.each(idTokenHarmless)('%s does no harm', (idToken) => expected.success({ idToken }));
});
