import { randomString } from '../values/random';

/** A fresh nonce for one page: CSP Level 3 §7.1 asks for 128 bits. */
export const newNonce = (): string => randomString(16);

export interface PageHeaderOptions {
	/** Allows the elements that carry it; without one, a page has neither style nor script. */
	readonly nonce?: string;
	/** Whether the page's own script, with the nonce, may run. */
	readonly script?: boolean;
	/** Whether that script calls the workspace. */
	readonly fetches?: boolean;
	/** The origin that the page's form is sent to. Default: this workspace. */
	readonly formTarget?: string | undefined;
}

/**
 * The headers of every page. Names are lower-case and values single strings, as the Apps-Engine passes them on.
 *
 * There is no Cross-Origin-Opener-Policy on purpose: the page that ends a popup has to reach the login page that opened
 * it, and a policy here would cut `window.opener` even between two pages of this workspace. What a foreign opener could
 * do with its handle is covered otherwise: the page says nothing to an opener of another origin and cannot be framed.
 */
export function pageHeaders({
	nonce,
	script = false,
	fetches = false,
	formTarget = "'self'",
}: PageHeaderOptions = {}): Record<string, string> {
	const policy = [
		"default-src 'none'",
		nonce && `style-src 'nonce-${nonce}'`,
		nonce && script && `script-src 'nonce-${nonce}'`,
		fetches && "connect-src 'self'",
		"img-src 'self' data:",
		`form-action ${formTarget}`,
		"base-uri 'none'",
		"frame-ancestors 'none'",
	];
	return {
		'content-type': 'text/html; charset=utf-8',
		'content-security-policy': policy.filter(Boolean).join('; '),
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'no-referrer',
		'cross-origin-resource-policy': 'same-origin',
	};
}

/**
 * The headers of the script that the login page loads. It holds no secret, but changes with every setting and with the
 * reader's language: browsers ask again each time, and the server's ETag answers.
 */
export function scriptHeaders(): Record<string, string> {
	return {
		'content-type': 'text/javascript; charset=utf-8',
		'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
		'cache-control': 'no-cache',
		vary: 'accept-language',
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'no-referrer',
		'cross-origin-resource-policy': 'same-origin',
	};
}

/**
 * The headers of a file that is saved and never shown.
 *
 * @param name of the file; a constant of the app's
 */
export function downloadHeaders(type: string, name: string): Record<string, string> {
	return {
		'content-type': type,
		'content-disposition': `attachment; filename="${name}"`,
		'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'no-referrer',
	};
}
