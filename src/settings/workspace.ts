import type { EndpointRules } from '../oauth/endpointRules';
import { isLoopback } from '../oauth/endpointRules';
import { parseUrl } from '../values/url';
import type { SettingReader } from '../ports/settings';
import { text } from '../values/parse';
import { withoutSlashAtEnd } from '../values/slashes';

/** Where the workspace is. */
export interface Site {
	/** `Site_Url` without a slash at the end. */
	readonly url: string;
	/** Path of `url` without a slash at the end: '' but for workspaces in a sub-folder. */
	readonly path: string;
}

/** What a page has to know about the workspace that it is of. */
export interface Workspace extends Site {
	readonly name: string;
	readonly language: string | undefined;
}

export async function readSite(settings: SettingReader): Promise<Site> {
	const url = withoutSlashAtEnd(text(await settings.get('Site_Url')));
	return { url, path: withoutSlashAtEnd(parseUrl(url)?.pathname ?? '') };
}

export async function readWorkspace(settings: SettingReader): Promise<Workspace> {
	const [site, name, language] = await Promise.all([
		readSite(settings),
		settings.get('Site_Name'),
		settings.get('Language'),
	]);
	return { ...site, name: text(name) || 'Rocket.Chat', language: text(language) || undefined };
}

/**
 * Whether a browser and the server both take the address for safe: HTTPS, or a loopback host, which never leaves the
 * machine (W3C Secure Contexts §3.1).
 */
export function isSecure(url: string): boolean {
	const parsed = parseUrl(url);
	return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback(parsed.hostname));
}

/** A provider may be on plain http only beside a workspace that is on a loopback host itself: someone's own machine. */
export const endpointRules = ({ url }: Site): EndpointRules => ({
	allowHttpLoopback: isLoopback(parseUrl(url)?.hostname ?? ''),
});
