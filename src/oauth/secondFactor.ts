/** How a provider made sure who someone is (OpenID Connect Core §2: `acr`, `amr`, `auth_time`), as its signed id_token says. */
export interface Authentication {
	readonly acr?: string;
	readonly amr: readonly string[];
	/** Seconds since 1970: when the person last signed in there (`auth_time`). */
	readonly authTime?: number | undefined;
}

/**
 * Authentication Method Reference values (RFC 8176 §2, and what Okta and Entra ID write besides), by what they rest on:
 * something known, something owned, something that one is.
 */
const factors: ReadonlyArray<ReadonlySet<string>> = [
	new Set(['pwd', 'pin', 'kba']),
	new Set(['otp', 'hwk', 'swk', 'sms', 'tel', 'sc', 'pop', 'fido']),
	new Set(['face', 'fpt', 'iris', 'retina', 'vbm', 'bio']),
];

/**
 * Whether more than one factor was asked for: the provider says so, by `mfa` or by two methods that rest on different
 * things, or it names a class (`acr`) that the admin knows to mean that. What it does not say counts as no.
 */
export function hasSecondFactor(authentication: Authentication | undefined, accepted: readonly string[]): boolean {
	const { acr, amr = [] } = authentication ?? {};
	if (acr !== undefined && accepted.includes(acr)) return true;
	if (amr.includes('mfa')) return true;
	return factors.filter((methods) => amr.some((method) => methods.has(method))).length > 1;
}

/** A class may be a level, and a time a text; a method that is the only one need be no list. */
const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : undefined;

function timeOf(value: unknown): number | undefined {
	const time = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
	return typeof time === 'number' && Number.isFinite(time) ? time : undefined;
}

/** The claims of a verified id_token that tell it; what is of another kind counts as not said. */
export function authenticationOf({ acr, amr, auth_time: authTime }: Readonly<Record<string, unknown>>): Authentication {
	return {
		acr: textOf(acr),
		amr: [amr].flat().filter((method): method is string => typeof method === 'string'),
		authTime: timeOf(authTime),
	};
}
