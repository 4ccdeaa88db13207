import { maximumUrlLength, parseUrl } from '../values/url';
export interface EndpointRules {
	/** Plain http for `localhost`, `127.0.0.0/8` and `[::1]`: only for a workspace that is on such a host itself. */
	readonly allowHttpLoopback: boolean;
}

/** Why `value` can't be called as a provider's endpoint; undefined when it can. */
export function endpointProblem(value: string, rules: EndpointRules): string | undefined {
	if (value.length > maximumUrlLength) {
		return `is longer than ${maximumUrlLength} characters`;
	}
	// The URL parser drops or repairs these; whoever reads the string otherwise would see another address.
	if (/[\s\p{Cc}\\]/u.test(value)) {
		return 'has white space, a control character or a backslash';
	}
	const url = parseUrl(value);
	if (!url) {
		return 'is not an absolute URL';
	}
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && rules.allowHttpLoopback && isLoopback(url.hostname))) {
		return 'is not an https address';
	}
	if (url.username || url.password) {
		return 'has a user name or password';
	}
	return value.includes('#') ? 'has a fragment' : undefined;
}

/** `hostname` as `URL` gives it: lower case, IPv4 in dotted form, IPv6 in brackets. */
export function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
