/** Names of networks that are not the Internet (RFC 6761, RFC 6762, RFC 8375, and what companies use). */
const insideNames = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|test|invalid|home\.arpa)$/;

/**
 * Whether the server may be asked to fetch a picture from there: the person who sets it at the provider chooses the
 * address (server-side request forgery). Only names of the Internet, and only HTTPS on its own port. Where such a name
 * resolves to an internal address all the same, core's own check refuses it (from 7.x on).
 */
export function isPublicPicture(url: string | undefined): url is string {
	if (url === undefined || !URL.canParse(url)) return false;
	const { protocol, hostname, port, username, password } = new URL(url);
	const isName = /^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(hostname) && !insideNames.test(hostname);
	return protocol === 'https:' && port === '' && !username && !password && isName;
}
