import { maximumUrlLength, parseUrl } from '../values/url';

export interface EndpointRules {
	/** Plain http for `localhost`, `127.0.0.0/8` and `[::1]`: only for a workspace that is on such a host itself. */
	readonly allowHttpLoopback: boolean;
	/** Origins that an admin named expressly: plain http and the server's own machine are allowed there. */
	readonly insecureOrigins?: readonly string[] | undefined;
}

/** Why `value` can't be called as a provider's endpoint; undefined when it can. */
export function endpointProblem(value: string, rules: EndpointRules): string | undefined {
	if (value.length > maximumUrlLength) {
		return `is longer than ${maximumUrlLength} characters`;
	}
	// The URL parser drops or repairs these; anyone who reads the string otherwise would see another address.
	if (/[\s\p{Cc}\\]/u.test(value)) {
		return 'has white space, a control character or a backslash';
	}
	const url = parseUrl(value);
	if (!url) {
		return 'is not an absolute URL';
	}
	const mayBeHttp = isNamedOrigin(value, rules) || (rules.allowHttpLoopback && isLoopback(url.hostname));
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayBeHttp)) {
		return 'is not an https address';
	}
	if (url.username || url.password) {
		return 'has a user name or password';
	}
	return value.includes('#') ? 'has a fragment' : undefined;
}

export const isNamedOrigin = (value: string, { insecureOrigins = [] }: EndpointRules): boolean =>
	insecureOrigins.includes(parseUrl(value)?.origin ?? '');

/** `hostname` as `URL` gives it: lower case, IPv4 in dotted form, IPv6 in brackets. */
export function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Unspecified, loopback and link-local addresses (RFC 6890 §2.2), as `URL` writes them, and names for the first. */
const ownMachine = [
	/^(?:.+\.)?localhost$/,
	/^(?:0|127)(?:\.\d{1,3}){3}$/,
	/^169\.254(?:\.\d{1,3}){2}$/,
	/^\[::1?\]$/,
	/^\[fe[89ab][\da-f]:/,
	// IPv4 in IPv6: 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16.
	/^\[::(?:ffff:)?(?:(?:0|7f[\da-f]{2}|a9fe):)?[\da-f]{1,4}\]$/,
];

/**
 * Whether a URL leads to the very machine that calls it, or to its link, where clouds keep their metadata service: a
 * document from elsewhere has no business there (server-side request forgery).
 */
export function isOnOwnMachine(value: string): boolean {
	const hostname = parseUrl(value)?.hostname.replace(/\.$/, '');
	return hostname !== undefined && ownMachine.some((pattern) => pattern.test(hostname));
}
