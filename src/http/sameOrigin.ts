import { LoginError } from '../errors';
import { readSite } from '../settings/workspace';
import type { Call } from './endpoint';
import { header } from './respond';

/**
 * A form that changes something has to come from a page of this workspace. Its cookies are `SameSite`, and the form
 * holds a secret of the page; this keeps sibling sites out as well, and says what happened.
 *
 * Browsers with Fetch Metadata say where a request comes from (W3C, `Sec-Fetch-Site`). The others have `Origin`, which
 * is `null` for pages that send no referrer, as ours (Fetch §3.2).
 *
 * @throws LoginError `request_foreign`
 */
export async function requireSameOrigin(call: Call): Promise<void> {
	const site = header(call.request.headers, 'sec-fetch-site');
	const isOurs = site === undefined ? await hasOwnOrigin(call) : site === 'same-origin';
	if (!isOurs) throw new LoginError('request_foreign', site ?? 'by its origin');
}

async function hasOwnOrigin({ request, ports }: Call): Promise<boolean> {
	const origin = header(request.headers, 'origin');
	if (origin === undefined || origin === 'null') return true;
	const { url } = await readSite(ports.serverSettings);
	return URL.canParse(url) && new URL(url).origin === origin;
}
