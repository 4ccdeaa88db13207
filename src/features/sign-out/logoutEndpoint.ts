import goTo from 'browser-script:goTo';
import { Visits } from '../../browser/visits';
import { LoginError } from '../../errors';
import { linkTarget } from '../../html/html';
import { scriptHeaders } from '../../html/headers';
import { callScript } from '../../html/inline';
import type { Handlers } from '../../http/endpoint';
import { header, pageContext, respond, withCookies } from '../../http/respond';
import { requireSameOrigin } from '../../http/sameOrigin';
import { readSite } from '../../settings/workspace';
import {
	endedSignOut,
	forgetProvider,
	forgetTrip,
	isNow,
	isOfPage,
	newPageSecret,
	sealNow,
	sealTrip,
	signOutAtProvider,
	tripOf,
} from './signOut';
import { signedOutPage, signOutPage } from './signOutPages';

/**
 * Signs out in three steps: of the workspace, on a page whose script does it (the session is the browser's, and the app
 * is never sent it); of the provider, where that script goes then; and back here. Visits of the
 * app's own pages end with the first.
 *
 * The page asks, unless core's own sign-out led there: a link to it, in a chat message too, signs nobody out. That the
 * browser is signed out is said only at the end of a way that began in it.
 */
export const logout: Handlers = {
	path: 'logout',
	get: async (call) => {
		const { request, ports } = call;
		const cookies = header(request.headers, 'cookie');
		const { texts, workspace, ...page } = await pageContext(call);
		const trip = tripOf(request.query.state, cookies, header(request.headers, 'sec-fetch-site'));
		const ended = await endedSignOut(trip, cookies, ports);
		if (ended) {
			const content = signedOutPage(texts, { ...page, ...ended, homeUrl: `${workspace.path}/login` });
			return respond(content, [forgetTrip()]);
		}

		const { form, setCookies } = newPageSecret();
		const atOnce = await isNow(request.query.now, cookies, ports);
		const here = `${workspace.path}${ports.appPath}/logout`;
		return respond(signOutPage(texts, { ...page, path: workspace.path, here, form, atOnce }), setCookies);
	},
	/** The page's script has ended every session that the browser had. @returns JSON: where it goes then */
	post: async (call) => {
		await requireSameOrigin(call);
		const { request, ports } = call;
		const cookies = header(request.headers, 'cookie');
		const { form } = (request.content ?? {}) as Record<string, unknown>;
		if (!isOfPage(form, cookies)) throw new LoginError('request_foreign', 'not of this browser’s page');
		const { path } = await readSite(ports.serverSettings);
		const { url: next, setCookies } = (await signOutAtProvider(cookies, form, ports)) ?? {
			url: `${path}${ports.appPath}/logout?state=${await sealTrip({ provider: '', form }, ports)}`,
			setCookies: [],
		};
		const visited = await new Visits(ports).endHere(cookies);
		const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
		return respond({ status: 200, headers, content: JSON.stringify({ next }) }, [
			await forgetProvider(ports),
			...visited,
			...setCookies,
		]);
	},
};

/**
 * The script that runs when someone has signed out of the workspace. It continues only in a browser that signed in with a
 * provider whose sign-out is enabled.
 */
export const logoutScript: Handlers = {
	path: 'logout.js',
	throttle: 'script',
	get: async ({ request, ports }) => {
		const { path } = await readSite(ports.serverSettings);
		const cookies = header(request.headers, 'cookie');
		const [next, visited, now] = await Promise.all([
			signOutAtProvider(cookies, '', ports),
			new Visits(ports).endHere(cookies),
			sealNow(cookies, ports),
		]);
		const goesOn = next !== undefined;
		const url = linkTarget(`${path}${ports.appPath}/logout?now=${now}`);
		return {
			status: 200,
			headers: withCookies({ ...scriptHeaders(), 'cache-control': 'no-store' }, visited),
			content: goesOn ? callScript(goTo, { url }) : '',
		};
	},
};
