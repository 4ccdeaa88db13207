import * as v from 'valibot';
import { LoginError } from '../errors';
import type { Issuers } from './issuer';
import { isIssuer } from './issuer';
import type { SignatureRules } from './signedToken';

/** What a provider reports by itself about a person (a security event, RFC 8417 §1). */
export const securityEvents = [
	// OpenID Connect Back-Channel Logout 1.0
	'sign-out',
	// Apple's server-to-server notifications
	'consent-revoked',
	'account-delete',
	'email-disabled',
	'email-enabled',
] as const;

export type SecurityEvent = (typeof securityEvents)[number];

/** A security event whose token was verified. */
export interface ReportedEvent {
	readonly event: SecurityEvent;
	/** Of the token: by which the subject is known. */
	readonly issuer: string;
	readonly subject: string;
	/** Of the report: the same one may come again. */
	readonly id: string;
	/** Milliseconds since 1970; after that the token is refused anyway. */
	readonly until: number;
}

export interface EventTokenRules extends Pick<SignatureRules, 'algorithms' | 'keys'>, Issuers {
	readonly clientId: string;
	readonly now: Date;
}

/** Seconds by which two clocks may differ. */
const clockTolerance = 60;

export const claimText = v.pipe(v.string('is not a text'), v.nonEmpty('is empty'), v.maxLength(255, 'is too long'));
const time = v.pipe(v.number('is not a number'), v.finite('is not a time'));

/** The claims that every such token has (RFC 8417 §2.2). */
export const eventTokenClaims = {
	iss: claimText,
	aud: v.union([claimText, v.array(claimText)], 'is not a text or a list of texts'),
	iat: time,
	exp: v.optional(time),
	jti: claimText,
};

/**
 * Checks that a token is from the provider, for this client, and recent.
 *
 * @param maximumAge seconds
 * @returns milliseconds since 1970, until when it is
 * @throws LoginError `id_token_issuer`, `id_token_audience`, `id_token_expired`
 */
export function checkAddressed(
	{ iss, aud, iat, exp = Infinity }: v.InferOutput<v.ObjectSchema<typeof eventTokenClaims, undefined>>,
	rules: Issuers & Pick<EventTokenRules, 'clientId' | 'now'>,
	maximumAge: number,
): number {
	if (!isIssuer(iss, rules)) throw new LoginError('id_token_issuer');
	if (!(typeof aud === 'string' ? [aud] : aud).includes(rules.clientId)) throw new LoginError('id_token_audience');
	const now = rules.now.getTime() / 1000;
	const until = Math.min(exp, iat + maximumAge) + clockTolerance;
	if (iat > now + clockTolerance || until <= now) throw new LoginError('id_token_expired');
	return until * 1000;
}
