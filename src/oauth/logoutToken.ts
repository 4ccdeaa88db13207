import * as v from 'valibot';
import { LoginError } from '../errors';
import { describeIssue } from '../values/schemaIssue';
import type { EventTokenRules, ReportedEvent } from './securityEvent';
import { checkAddressed, claimText, eventTokenClaims } from './securityEvent';
import { verifySignedToken } from './signedToken';
import { knownIssuer } from './issuer';

/** Seconds: the provider sends it at once. */
const maximumAge = 120;

const event = 'http://schemas.openid.net/event/backchannel-logout';

const schema = v.looseObject({
	...eventTokenClaims,
	// What says whose session it is may be `sid` alone, which nobody here has noted.
	sub: claimText,
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
export async function verifyLogoutToken(token: string, rules: EventTokenRules): Promise<ReportedEvent> {
	// The type is recommended only (§2.4): the claims tell the two kinds of token apart.
	const claims = await verifySignedToken(token, { ...rules, types: ['logout+jwt', 'JWT'] });
	const { success, output, issues } = v.safeParse(schema, claims);
	if (!success) throw new LoginError('id_token_invalid', describeIssue(issues[0]));
	const until = checkAddressed(output, rules, maximumAge);
	return { event: 'sign-out', issuer: knownIssuer(output.iss, rules)!, subject: output.sub, id: output.jti, until };
}
