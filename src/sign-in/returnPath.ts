import { withoutSlashAtEnd } from '../values/slashes';

/** Paths that are no pages. */
const notPages = /^\/(?:api|_cas|_oauth|oauth|_saml|file-upload|avatar|assets|scripts|sockjs|websocket)(?:[/?#_]|$)/i;

/**
 * Pages of core's client that act on a secret in their address (its `routes.tsx`). Two sign in with it: an attacker's own
 * would make the session that of another account. The others end mails, or set a new password.
 */
const actingPages = /^\/(?:login-token|saml|reset-password|enroll-account|mailer)(?:[/?#]|$)/i;

/**
 * Where the browser goes after the sign-in: a page of this workspace, as a path. Everything else that a link could ask
 * for - another host in any disguise, a scheme, an endpoint (open redirect) - gives undefined, and that is the first page.
 *
 * @param asked as it came: a path, or an absolute URL of this workspace
 * @param siteUrl `Site_Url` without a slash at the end
 */
export function returnPath(asked: unknown, siteUrl: string): string | undefined {
	if (typeof asked !== 'string' || asked.length > 255 || !/^[\x21-\x7e]+$/.test(asked)) return undefined;
	const site = new URL(siteUrl);
	const folder = withoutSlashAtEnd(site.pathname);
	const path = asked.startsWith(`${siteUrl}/`) ? asked.slice(site.origin.length) : asked;
	// `//host`, `/\host` and their encoded forms are read as another host somewhere.
	if (!/^\/(?![/\\])/.test(path) || /\\|%5c|%2f|%00|%0[ad]/i.test(path) || !URL.canParse(path, site.origin))
		return undefined;
	const url = new URL(path, site.origin);
	// Core's client takes a session from there: it would be another one than the person has just got.
	if (url.searchParams.has('resumeToken')) return undefined;
	// Once more, for what `/..//host` has become.
	const page = url.href.slice(site.origin.length);
	if (url.origin !== site.origin || page.startsWith('//') || !page.startsWith(`${folder}/`)) return undefined;
	const below = page.slice(folder.length);
	return notPages.test(below) || actingPages.test(decoded(below)) ? undefined : page;
}

/** The client's router reads `/%6cogin-token/…` as `/login-token/…`. */
function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
