import * as v from 'valibot';

import { LoginError } from '../errors';
import type { ErrorCode } from '../errors';
import type { Claims } from './claims';
import { describeIssue } from '../values/schemaIssue';
import { cleanText } from '../values/foreignText';
import type { Issuers } from './issuer';
import { knownIssuer } from './issuer';

export interface IdTokenExpectations extends Issuers {
	readonly clientId: string;
	readonly nonce: string;
	readonly now: Date;
	/** Whether others may be named beside the client; `azp` says all the same that the token was given to the client. */
	readonly otherAudiences?: boolean | undefined;
	/** Audiences beside the client that an admin trusts; with them, `azp` may be missing, or name one of them. */
	readonly audiences?: readonly string[] | undefined;
	/** `iat` tells when the session at the provider began, so that only the nonce binds the token to the attempt. */
	readonly anyAge?: boolean | undefined;
	/** The provider does not return it. One that comes all the same has to be right. */
	readonly nonceMayBeMissing?: boolean | undefined;
}

/** Claims of an ID token that was made by the expected issuer, for this client and this attempt, just now. */
export type IdTokenClaims = Claims & {
	readonly iss: string;
	readonly sub: string;
	readonly aud: string | readonly string[];
	readonly exp: number;
	readonly iat: number;
	readonly nonce?: string;
};

/** Seconds that the two clocks may differ. */
const clockTolerance = 60;

/** Seconds since `iat`: the token was made for this attempt, and an attempt lives for ten minutes. */
const maximumAge = 600;

/** Seconds. An `exp` further away than a decade was not meant in seconds. */
const longestLife = 10 * 366 * 24 * 3600;

const text = v.string('is not a text');

/** Some servers write times as texts. */
const time = v.pipe(
	v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,16}(?:\.\d+)?$/), v.transform(Number))], 'is not a number'),
	v.finite('is not a time'),
);

/** Some providers write their ids as numbers. Beyond 2^53 the JSON parser has given their digits as a text. */
const exactNumber = v.pipe(
	v.number(),
	v.check((value) => Number.isSafeInteger(value) && value > 0),
	v.transform(String),
);

/** OpenID Connect Core §2; `nonce` is required because it was sent. */
const schema = v.looseObject({
	iss: text,
	sub: v.pipe(
		v.union([text, exactNumber], 'is neither a text nor a number that is exact'),
		v.nonEmpty('is empty'),
		v.maxLength(255, 'is longer than 255 characters'),
	),
	// A client ID may be a number, too.
	aud: v.union([text, exactNumber, v.array(v.union([text, exactNumber]))], 'is not a text or a list of texts'),
	azp: v.optional(v.union([text, exactNumber], 'is not a text')),
	exp: time,
	iat: time,
	nbf: v.optional(time),
	nonce: v.optional(text),
});

const codes: Readonly<Record<string, ErrorCode>> = {
	iss: 'id_token_issuer',
	aud: 'id_token_audience',
	azp: 'id_token_audience',
	nonce: 'id_token_nonce',
};

/**
 * OpenID Connect Core §3.1.3.7, but for the signature (`signedToken.ts`).
 *
 * @throws LoginError `id_token_invalid`, `id_token_issuer`, `id_token_audience`, `id_token_expired`, `id_token_nonce`.
 */
export function checkIdTokenClaims(claims: Claims, expected: IdTokenExpectations): IdTokenClaims {
	const said = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null && value !== ''));
	// A list of one is what servers make of a claim that they have twice.
	const sub: unknown = Array.isArray(said.sub) && said.sub.length === 1 ? said.sub[0] : said.sub;
	const { success, output, issues } = v.safeParse(schema, { ...said, ...(sub === undefined ? {} : { sub }) });
	if (!success) {
		const [claim = ''] = v.getDotPath(issues[0])?.split('.') ?? [];
		throw new LoginError(codes[claim] ?? 'id_token_invalid', describeIssue(issues[0]));
	}
	const iss = checkIssuer(output.iss, expected);
	checkAudience(output, expected);
	checkTimes(output, expected);
	if (output.nonce === undefined && !expected.nonceMayBeMissing) {
		throw new LoginError('id_token_nonce', 'nonce is missing: the provider does not return it');
	}
	if (output.nonce !== undefined && output.nonce !== expected.nonce) {
		throw new LoginError('id_token_nonce', 'the token was made for another attempt');
	}
	return { ...claims, iss, sub: output.sub } as IdTokenClaims;
}

type ParsedClaims = v.InferOutput<typeof schema>;

function checkIssuer(got: string, expected: IdTokenExpectations): string {
	const issuer = knownIssuer(got, expected);
	if (issuer === undefined) {
		throw new LoginError('id_token_issuer', `expected ${expected.issuer}, got ${cleanText(got)}`);
	}
	return issuer;
}

function checkAudience(
	{ aud, azp }: ParsedClaims,
	{ clientId, otherAudiences = false, audiences: trusted = [] }: IdTokenExpectations,
): void {
	const audiences = [...new Set([aud].flat())];
	const refuse = (problem: string) => {
		throw new LoginError('id_token_audience', problem);
	};
	if (!audiences.includes(clientId)) {
		refuse(`expected ${clientId}, got ${cleanText(audiences.join(', ')) || 'none'}`);
	}
	const other = audiences.find((audience) => audience !== clientId && !trusted.includes(audience));
	if (other !== undefined && !otherAudiences) {
		refuse(`it is also for ${cleanText(other)}, which is not trusted`);
	}
	const isGivenToUs = azp === undefined ? audiences.length === 1 : azp === clientId;
	const isTrusted = azp === undefined ? trusted.length > 0 : trusted.includes(azp);
	if (!isGivenToUs && !isTrusted) {
		refuse(
			`it was given to ${azp === undefined ? 'nobody named ("azp" is missing)' : cleanText(azp)}, not to ${clientId}`,
		);
	}
}

function checkTimes({ exp, iat, nbf }: ParsedClaims, { now: date, anyAge }: IdTokenExpectations): void {
	const now = Math.floor(date.getTime() / 1000);
	const refuse = (problem: string) => {
		throw new LoginError('id_token_expired', `${problem}, by this server's clock`);
	};
	for (const [name, time] of Object.entries({ exp, iat })) {
		if (time - now > longestLife) throw new LoginError('id_token_invalid', `"${name}" is not in seconds`);
	}
	if (iat > now + clockTolerance) {
		refuse(`issued ${Math.ceil(iat - now)} s in the future`);
	}
	if (nbf !== undefined && nbf > now + clockTolerance) {
		refuse(`valid only in ${Math.ceil(nbf - now)} s`);
	}
	if (exp <= now - clockTolerance) {
		refuse(`expired ${Math.floor(now - exp)} s ago`);
	}
	if (!anyAge && now - iat > maximumAge + clockTolerance) {
		refuse(`issued ${Math.floor(now - iat)} s ago, too long for this attempt`);
	}
}
