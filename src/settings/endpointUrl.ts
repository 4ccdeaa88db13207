import { parseUrl } from '../values/url';
import { withoutSlashAtEnd } from '../values/slashes';

/**
 * The URL of an endpoint: an absolute one as it is, else below the server's URL, with exactly one slash between them
 * (core just put the two together, and `https://example.com` and `oauth/token` made no address). A slash at the end of
 * the path stays: some servers answer without it only by a redirect.
 *
 * @returns undefined where that is no URL
 */
export function endpointUrl(server: string, path: string): string | undefined {
	const url = /^https?:\/\//i.test(path) ? path : `${withoutSlashAtEnd(server)}/${path.replace(/^\/+/, '')}`;
	return parseUrl(url) ? url : undefined;
}
