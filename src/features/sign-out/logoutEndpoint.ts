import goTo from 'browser-script:goTo';
import { forgetProvider, returnedFrom, signOutAtProvider } from './signOut';
import { Visits } from '../../browser/visits';
import { linkTarget } from '../../html/html';
import { scriptHeaders } from '../../html/headers';
import { callScript } from '../../html/inline';
import { signedOutPage, signOutPage } from './signOutPages';
import { readWorkspace } from '../../settings/workspace';
import type { Handlers } from '../../http/endpoint';
import { header, pageContext, redirect, respond, withCookies } from '../../http/respond';

/**
 * Signs out in three steps: of the workspace, on a page whose script does it (the session is the browser's, and the app
 * is never sent it); of the provider, by a redirect; and back here. Visits of the app's own pages end with the first.
 */
export const logout: Handlers = {
	path: 'logout',
	get: async (call) => {
		const { request, ports } = call;
		const cookies = header(request.headers, 'cookie');
		const [{ texts, workspace, ...page }, visited] = await Promise.all([
			pageContext(call),
			new Visits(ports).endHere(cookies),
		]);
		const here = `${workspace.path}${ports.appPath}/logout`;
		const provider = await returnedFrom(request.query.state, ports);
		if (provider === undefined && request.query.step !== 'provider') {
			const atOnce = isOurs(header(request.headers, 'sec-fetch-site'));
			return respond(signOutPage(texts, { ...page, nextUrl: `${here}?step=provider`, atOnce }), visited);
		}

		const setCookies = [await forgetProvider(ports), ...visited];
		const location = provider === undefined && (await signOutAtProvider(cookies, ports));
		if (location) return redirect(location, setCookies);
		return respond(signedOutPage(texts, { ...page, provider, homeUrl: `${workspace.path}/login` }), setCookies);
	},
};

/** A link on another site signs nobody out: there the person is asked. Browsers too old to tell (2023) ask as well. */
const isOurs = (site: string | undefined): boolean => site === 'same-origin';

/**
 * The script that runs when somebody has signed out of the workspace. It goes on only in a browser that signed in with a
 * provider whose sign-out is switched on.
 */
export const logoutScript: Handlers = {
	path: 'logout.js',
	throttle: 'script',
	get: async ({ request, ports }) => {
		const { path } = await readWorkspace(ports.serverSettings);
		const cookies = header(request.headers, 'cookie');
		const [next, visited] = await Promise.all([signOutAtProvider(cookies, ports), new Visits(ports).endHere(cookies)]);
		const goesOn = next !== undefined;
		const url = linkTarget(`${path}${ports.appPath}/logout`);
		return {
			status: 200,
			headers: withCookies({ ...scriptHeaders(), 'cache-control': 'no-store' }, visited),
			content: goesOn ? callScript(goTo, { url }) : '',
		};
	},
};
