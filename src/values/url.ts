export const maximumUrlLength = 2048;

/** An absolute URL. A longer one is none: the parser's cost grows with the square of a host's length (RFC 5891 §4.2). */
export function parseUrl(value: string): URL | undefined {
	return value.length <= maximumUrlLength && URL.canParse(value) ? new URL(value) : undefined;
}

/** Adds `https://` where an admin wrote `example.okta.com`. @returns '' for what is no URL */
export function withScheme(value: string): string {
	if (!value) return '';
	const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
	return parseUrl(url) ? url : '';
}
