import * as v from 'valibot';
import { LoginError } from '../errors';
import { parseJsonObject } from '../values/json';
import { describeIssue } from '../values/schemaIssue';
import type { EventTokenRules, ReportedEvent, SecurityEvent } from './securityEvent';
import { checkAddressed, claimText, eventTokenClaims } from './securityEvent';
import { verifySignedToken } from './signedToken';

/** Seconds. Apple does not say for how long it repeats a notification that was not answered: a day is given. */
const maximumAge = 24 * 3600;

/** Apple's documents call the last event `account-delete` on one page, and `account-deleted` on another. */
const types: Readonly<Record<string, SecurityEvent>> = {
	'email-disabled': 'email-disabled',
	'email-enabled': 'email-enabled',
	'consent-revoked': 'consent-revoked',
	'account-delete': 'account-delete',
	'account-deleted': 'account-delete',
};

const tokenSchema = v.looseObject({ ...eventTokenClaims, events: v.unknown() });
const eventSchema = v.looseObject({ type: claimText, sub: claimText });

/**
 * Verifies the `payload` of a server-to-server notification of "Sign in with Apple". Its claim `events` is the JSON text
 * of one object: `{"type", "sub", "event_time", …}`.
 *
 * https://developer.apple.com/documentation/signinwithapple/processing-changes-for-sign-in-with-apple-accounts
 *
 * @returns undefined for an event that this app does not know
 * @throws LoginError `id_token_invalid`, `id_token_signature`, `id_token_issuer`, `id_token_audience`,
 * `id_token_expired`, `jwks_unavailable`
 */
export async function verifyAppleNotification(
	token: string,
	rules: EventTokenRules,
): Promise<ReportedEvent | undefined> {
	const claims = v.safeParse(tokenSchema, await verifySignedToken(token, rules));
	if (!claims.success) throw new LoginError('id_token_invalid', describeIssue(claims.issues[0]));
	const { events } = claims.output;
	const event = v.safeParse(eventSchema, typeof events === 'string' ? parseJsonObject(events) : events);
	if (!event.success) throw new LoginError('id_token_invalid', `events: ${describeIssue(event.issues[0])}`);
	const { iss: issuer, jti: id } = claims.output;
	const until = checkAddressed(claims.output, rules, maximumAge);
	const { type, sub: subject } = event.output;
	return Object.hasOwn(types, type) ? { event: types[type]!, issuer, subject, id, until } : undefined;
}
