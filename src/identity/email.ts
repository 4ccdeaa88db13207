const maximumAddress = 254;
const maximumLocalPart = 64;

/** RFC 5321 §4.1.2 `Dot-string`: no quoted local part. */
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** RFC 1123 §2.1: at least two labels, the last one no number. Other scripts come as `xn--`. */
const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * One plain address in lower case, or undefined: no display name, quotes, list, comment, white space around it, or
 * literal IP address. Letter case is all that it may differ in from what was sent.
 *
 * ASCII only, looked at before letter case is: `＠` or `ａ` would turn into `@` and `a` in someone's normalisation
 * later on, and the Kelvin sign into `k` by lower-casing alone; the address that comes out belongs to someone else.
 */
export function parseEmail(address: string): string | undefined {
	if (address.length > maximumAddress || !/^[\x21-\x7e]+$/.test(address)) {
		return undefined;
	}
	const lower = address.toLowerCase();
	const [local = '', host = '', ...more] = lower.split('@');
	return more.length === 0 && local.length <= maximumLocalPart && localPart.test(local) && domain.test(host)
		? lower
		: undefined;
}

/**
 * Apple's private relay: an address that forwards to one that stays hidden, made for one person and one team of
 * developers. It says nothing about which accounts that person has here.
 * https://support.apple.com/102548
 */
export const isRelayAddress = (email: string): boolean => email.endsWith('@privaterelay.appleid.com');
