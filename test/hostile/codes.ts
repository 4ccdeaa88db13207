import type { ErrorCode } from '../../src/errors';
import { discoveryFaults, idTokenFaults, jwksFaults, responseFaults, tokenFaults, userinfoFaults } from './faults';

/** What the app says of each fault: `named` where it has a word for it, `other` for the rest. */
const codes = <Fault extends string>(
	faults: readonly Fault[],
	named: Partial<Record<Fault, ErrorCode>>,
	other: ErrorCode,
): Readonly<Record<Fault, ErrorCode>> =>
	Object.fromEntries(faults.map((fault) => [fault, named[fault] ?? other])) as Record<Fault, ErrorCode>;

export const discoveryCodes = codes(
	discoveryFaults,
	{
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
	},
	'discovery_invalid',
);

export const responseCodes = codes(
	responseFaults,
	{
		issWrong: 'response_issuer_mismatch',
		issMissing: 'response_issuer_mismatch',
		accessDenied: 'access_denied',
		errorMarkup: 'provider_error',
		errorBidi: 'provider_error',
		errorLong: 'response_too_long',
		errorServer: 'provider_error',
		stateChanged: 'state_foreign',
		stateDropped: 'state_missing',
		stateDuplicated: 'state_invalid',
		codeOfAnother: 'code_refused',
	},
	'response_invalid',
);

export const tokenCodes = codes(
	tokenFaults,
	{
		invalidClient: 'client_refused',
		unauthorizedClient403: 'client_refused',
		invalidGrant: 'code_refused',
		invalidCode403: 'code_refused',
		errorWith200: 'code_refused',
		invalidScope: 'token_request_failed',
		errorRepeatsSecrets: 'token_request_failed',
		status500: 'token_request_failed',
		status500Html: 'token_request_failed',
		slow: 'provider_timeout',
		huge: 'provider_answer_too_long',
		endless: 'provider_answer_too_long',
		hangUp: 'provider_unreachable',
	},
	'token_response_invalid',
);

export const idTokenCodes = codes(
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
		kidNumber: 'id_token_signature',
		weakRsaKey: 'id_token_signature',
		exponentOneKey: 'id_token_signature',
		headerJwk: 'id_token_signature',
		headerJku: 'id_token_signature',
		headerX5c: 'id_token_signature',
	},
	'id_token_invalid',
);

export const jwksCodes = codes(
	jwksFaults,
	{ otherKey: 'id_token_signature', decoysWithoutKids: 'id_token_signature' },
	'jwks_unavailable',
);

export const userinfoCodes = codes(
	userinfoFaults,
	{
		status403X: 'provider_access_tier',
		otherSubject: 'userinfo_subject_mismatch',
		subjectMissing: 'userinfo_subject_mismatch',
		subjectNumber: 'userinfo_subject_mismatch',
		slow: 'provider_timeout',
		huge: 'provider_answer_too_long',
	},
	'userinfo_failed',
);
