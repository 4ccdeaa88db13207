import { LoginError } from '../errors';
import { isJsonObject, parseJsonObject } from '../values/json';
import { cleanText } from '../values/foreignText';
import { base64url } from 'jose';
import type { Claims } from './claims';
import type { Issuers } from './issuer';
import { isIssuer } from './issuer';
import type { SignatureRules } from './signedToken';
import { verifySignedToken } from './signedToken';

/** Characters. With the longest code it has about 13,000. */
export const maximumResponse = 16_384;

/** Seconds by which two clocks may differ. */
const clockTolerance = 60;

/**
 * What an answer says before anyone has verified it: of a signed one, the parameters inside. That is enough to find the
 * attempt that it may be for, and for nothing else (JARM §2.4).
 *
 * @param params query or form as a parser left it; anything.
 */
export function unverifiedAnswer(params: unknown): unknown {
	const response = isJsonObject(params) && Object.hasOwn(params, 'response') ? params.response : undefined;
	if (typeof response !== 'string' || response.length > maximumResponse) return params;
	const payload = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(response)?.[1];
	return (payload === undefined ? undefined : parseJsonObject(textOf(payload))) ?? params;
}

function textOf(part: string): string {
	try {
		return new TextDecoder().decode(base64url.decode(part));
	} catch {
		return '';
	}
}

export interface ResponseRules extends SignatureRules, Issuers {
	readonly clientId: string;
	/** Of the attempt that the answer was found to be for. */
	readonly state: string;
	readonly now: Date;
}

/**
 * The parameters of an authorization response that is a signed JWT (JARM §2.4): whoever made it, for whom, until when, and
 * that nobody has changed it. Parameters beside it do not count.
 *
 * @param params query or form as a parser left it; anything.
 * @throws LoginError `response_invalid`, `response_issuer_mismatch`, `state_invalid`, `jwks_unavailable`.
 */
export async function verifySignedResponse(params: unknown, rules: ResponseRules): Promise<Claims> {
	const response = isJsonObject(params) && Object.hasOwn(params, 'response') ? params.response : undefined;
	if (typeof response !== 'string') throw new LoginError('response_invalid', 'no signed "response", or more than one');
	const claims = await verifySignedToken(response, rules).catch((error: unknown) => {
		if (!(error instanceof LoginError) || error.code === 'jwks_unavailable') throw error;
		throw new LoginError('response_invalid', `the signed answer: ${error.detail}`);
	});
	const { iss, aud, exp, nbf, state } = claims;
	if (typeof iss !== 'string' || !isIssuer(iss, rules)) {
		throw new LoginError(
			'response_issuer_mismatch',
			`expected ${rules.issuer}, got ${typeof iss === 'string' ? cleanText(iss) : 'none'}`,
		);
	}
	if (![aud].flat().every((audience) => audience === rules.clientId) || [aud].flat().length !== 1) {
		throw new LoginError('response_invalid', 'the signed answer is for another client');
	}
	const now = rules.now.getTime() / 1000;
	const isInTime = typeof exp === 'number' && exp > now - clockTolerance;
	const isBegun = nbf === undefined || (typeof nbf === 'number' && nbf <= now + clockTolerance);
	if (!isInTime || !isBegun) throw new LoginError('response_invalid', 'the signed answer is out of its time');
	if (state !== rules.state) throw new LoginError('state_invalid');
	return claims;
}
