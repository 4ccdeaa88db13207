/**
 * Signatures of OAuth 1.0 (RFC 5849 §3.4), by HMAC-SHA1: the one method that X offers. SHA-1's collisions don't touch
 * an HMAC.
 */

/** Names and values as they are, not encoded; a name may come several times. */
export type Parameters = ReadonlyArray<readonly [name: string, value: string]>;

export interface RequestToSign {
	/** In upper case. */
	readonly method: string;
	/** Absolute. Its query takes part in the signature. */
	readonly url: string;
	/** The `oauth_` parameters (not `oauth_signature`, not `realm`), and those of a form in the body. */
	readonly parameters: Parameters;
}

/** RFC 5849 §3.6: UTF-8, everything but the unreserved characters of RFC 3986 as `%XX` in upper case. */
export function percentEncode(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

/** RFC 5849 §3.4.1.1. */
export function signatureBaseString({ method, url, parameters }: RequestToSign): string {
	const query = [...new URL(url).searchParams];
	return [method, baseStringUri(url), normaliseParameters([...query, ...parameters])].map(percentEncode).join('&');
}

/** RFC 5849 §3.4.1.2: scheme and host in lower case, no default port, the path as it is, no query. */
export function baseStringUri(url: string): string {
	const { origin, pathname } = new URL(url);
	return `${origin}${pathname}`;
}

/** RFC 5849 §3.4.1.3.2: sorted by encoded name, then by encoded value. */
export function normaliseParameters(parameters: Parameters): string {
	return parameters
		.map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
		.sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
		.map((pair) => pair.join('='))
		.join('&');
}

/**
 * RFC 5849 §3.4.2.
 *
 * @param tokenSecret '' before there is a token.
 * @returns base64
 */
export async function sign(request: RequestToSign, clientSecret: string, tokenSecret: string): Promise<string> {
	const encoder = new TextEncoder();
	const secret = encoder.encode(`${percentEncode(clientSecret)}&${percentEncode(tokenSecret)}`);
	const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
	const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(signatureBaseString(request)));
	return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** By code unit; what is compared is encoded, so that this is the byte order that the RFC asks for. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
