import * as v from 'valibot';
import type { Claims } from '../oauth/claims';

const addresses = v.pipe(
	v.string(),
	v.parseJson(),
	v.array(v.object({ email: v.string(), primary: v.optional(v.boolean()), verified: v.optional(v.boolean()) })),
	v.maxLength(100),
);

/**
 * The primary one of a list of addresses, with the provider's word on whether it is verified.
 * https://docs.github.com/en/rest/users/emails
 *
 * @param json anything; what is no such list gives nothing
 */
export function primaryAddress(json: string): Claims {
	const { success, output } = v.safeParse(addresses, json);
	const primary = success ? output.find((entry) => entry.primary) : undefined;
	return primary ? { email: primary.email, email_verified: primary.verified } : {};
}
