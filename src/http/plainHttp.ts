import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { isSecure, readSite } from '../settings/workspace';
import { header } from './respond';
import type { SettingReader } from '../ports/settings';

/*
 * Browsers keep a `Secure` cookie, and so one whose name begins with `__Host-` or `__Secure-`, for safe addresses only
 * (RFC 6265bis §4.1.3). In a workspace on plain HTTP the app's cookies travel without that, under other names: what it
 * protects from is a person who reads along, who has the session there anyway. The app knows them by their own names.
 */

const guarded = /^__(?:Host|Secure)-/;
/** In front of such a name, it keeps the browser from seeing one. */
const plain = 'http';

/** Whether people open the workspace at an address that their browsers don't take for safe. */
export async function isPlainHttp(settings: SettingReader): Promise<boolean> {
	const { url } = await readSite(settings);
	return url.startsWith('http:') && !isSecure(url);
}

/** The request with the app's cookies under their own names. */
export function withOwnNames(request: IApiRequest): IApiRequest {
	const cookie = header(request.headers, 'cookie');
	if (cookie === undefined) return request;
	const pairs = cookie.split(';').map((pair) => pair.trim());
	const named = pairs.map((pair) => {
		const own = pair.slice(plain.length);
		return pair.startsWith(plain) && guarded.test(own) ? own : pair;
	});
	return { ...request, headers: { ...request.headers, cookie: named.join('; ') } };
}

/** The answer with cookies that the browser keeps. */
export function withPlainNames(response: IApiResponse): IApiResponse {
	// Several of them: see `respond.ts`.
	const lines: unknown = response.headers?.['set-cookie'];
	if (!Array.isArray(lines)) return response;
	const kept = lines.map((line: string) => (guarded.test(line) ? plain + line.replace('; Secure', '') : line));
	return { ...response, headers: { ...response.headers, 'set-cookie': kept as unknown as string } };
}
