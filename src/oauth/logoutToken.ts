import * as v from 'valibot';
import { LoginError } from '../errors';
import { describeIssue } from '../values/schemaIssue';
import type { SignatureRules } from './signedToken';
import { verifySignedToken } from './signedToken';

export interface LogoutTokenRules extends Pick<SignatureRules, 'algorithms' | 'keys'> {
	readonly issuer: string;
	readonly clientId: string;
	readonly now: Date;
}

/** A sign-out that the provider reports. */
export interface ReportedLogout {
	readonly subject: string;
	/** Of the report: the same one may come again. */
	readonly id: string;
	/** Milliseconds since 1970; after that the token is refused anyway. */
	readonly until: number;
}

/** Seconds: the provider sends it at once, and the two clocks may differ by a minute. */
const maximumAge = 120;
const clockTolerance = 60;

const event = 'http://schemas.openid.net/event/backchannel-logout';

const text = v.pipe(v.string('is not a text'), v.nonEmpty('is empty'), v.maxLength(255, 'is too long'));
const time = v.pipe(v.number('is not a number'), v.finite('is not a time'));

const schema = v.looseObject({
	iss: text,
	// What says whose session it is may be `sid` alone, which nobody here has noted.
	sub: text,
	aud: v.union([text, v.array(text)], 'is not a text or a list of texts'),
	iat: time,
	exp: v.optional(time),
	jti: text,
	events: v.looseObject({ [event]: v.looseObject({}, 'is not an object') }, 'is not an object'),
	// An ID token has one, and is not to pass for a logout token.
	nonce: v.optional(v.never('is there')),
});

/**
 * Verifies a logout token (OpenID Connect Back-Channel Logout §2.6).
 *
 * @throws LoginError `id_token_invalid`, `id_token_signature`, `id_token_issuer`, `id_token_audience`,
 * `id_token_expired`, `jwks_unavailable`
 */
export async function verifyLogoutToken(token: string, rules: LogoutTokenRules): Promise<ReportedLogout> {
	// The type is recommended only (§2.4): the claims tell the two kinds of token apart.
	const claims = await verifySignedToken(token, { ...rules, types: ['logout+jwt', 'JWT'] });
	const { success, output, issues } = v.safeParse(schema, claims);
	if (!success) throw new LoginError('id_token_invalid', describeIssue(issues[0]));
	const { iss, sub, aud, iat, exp = iat + maximumAge, jti } = output;
	if (iss !== rules.issuer) throw new LoginError('id_token_issuer');
	if (!(typeof aud === 'string' ? [aud] : aud).includes(rules.clientId)) throw new LoginError('id_token_audience');
	const now = rules.now.getTime() / 1000;
	const until = Math.min(exp, iat + maximumAge) + clockTolerance;
	if (iat > now + clockTolerance || until <= now) throw new LoginError('id_token_expired');
	return { subject: sub, id: jti, until: until * 1000 };
}
