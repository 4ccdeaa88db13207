import type { EndpointRules } from '../oauth/endpointRules';
import { isLoopback } from '../oauth/endpointRules';
import { parseUrl } from '../values/url';
import type { SettingReader } from '../ports/settings';
import { text } from '../values/parse';
import { withoutSlashAtEnd } from '../values/slashes';

/** What the app has to know about the workspace it serves. */
export interface Workspace {
	readonly name: string;
	/** `Site_Url` without a slash at the end. */
	readonly url: string;
	/** Path of `url` without a slash at the end: '' but for workspaces in a sub-folder. */
	readonly path: string;
	readonly language: string | undefined;
}

export async function readWorkspace(settings: SettingReader): Promise<Workspace> {
	const [name, url, language] = await Promise.all(['Site_Name', 'Site_Url', 'Language'].map((id) => settings.get(id)));
	const trimmed = withoutSlashAtEnd(text(url));
	return {
		name: text(name) || 'Rocket.Chat',
		url: trimmed,
		path: withoutSlashAtEnd(parseUrl(trimmed)?.pathname ?? ''),
		language: text(language) || undefined,
	};
}

/**
 * Whether a browser and the server both take the address for safe: HTTPS, or a loopback host, which never leaves the
 * machine (W3C Secure Contexts §3.1).
 */
export function isSecure(url: string): boolean {
	const parsed = parseUrl(url);
	return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname));
}

/** A provider may be on plain http only beside a workspace that is on a loopback host itself: somebody's own machine. */
export const endpointRules = ({ url }: Workspace): EndpointRules => ({
	allowHttpLoopback: isLoopback(parseUrl(url)?.hostname ?? ''),
});
