import { readCookie } from '../../browser/cookies';
import { isPhone } from '../../browser/phone';
import { agree, isNativeButtonOpen, noteRequest } from '../../sign-in/nativeButton';
import { nativeButtonPage } from './nativeButtonPage';
import { ownService } from '../../workspace/cas/service';
import { readWorkspace } from '../../settings/workspace';
import type { Call, Handlers } from '../../http/endpoint';
import { listProviders } from '../login-page/providerListEndpoint';
import { header, pageContext, respond } from '../../http/respond';
import { requireSameOrigin } from '../../http/sameOrigin';

/**
 * Core's CAS button and the mobile app open this with a `service` of their own making. Unless the admin wants otherwise,
 * nobody here signs anything for it, and it is the list of providers like any other.
 */
export const casLogin: Handlers = {
	path: 'cas/login',
	get: async (call) => {
		const service = await acceptedService(call);
		if (service === undefined) return listProviders(call, { openedByApp: mayBeMobileApp(call.request.headers) });
		const { id, setCookies } = await noteRequest(service, call.ports);
		const { texts, workspace, ...page } = await pageContext(call);
		const action = `${workspace.path}${call.ports.appPath}/cas/login`;
		return respond(nativeButtonPage(texts, { ...page, action, id, homeUrl: `${workspace.path}/login` }), setCookies);
	},
	post: async (call) => {
		await requireSameOrigin(call);
		const { headers, content } = call.request;
		const asked: unknown = (content as Record<string, unknown> | undefined)?.request;
		const { id, setCookies } = await agree(asked, header(headers, 'cookie'), call.ports);
		return listProviders(call, { native: id, setCookies });
	},
};

/**
 * The service of a request that may have been made by the person who sees the page; undefined for any other. Someone who
 * has signed out has the cookies still, and gets the list.
 */
async function acceptedService({ request, ports }: Call): Promise<string | undefined> {
	const { headers, query } = request;
	const isSignedIn = readCookie(header(headers, 'cookie'), 'rc_token') !== undefined;
	if (isSignedIn || !isNativeClient(headers) || !(await isNativeButtonOpen(ports))) return undefined;
	const [{ url }, strangersRead] = await Promise.all([
		readWorkspace(ports.serverSettings),
		ports.serverSettings.get('Accounts_AllowAnonymousRead'),
	]);
	// Then links in messages come from this origin as well, and from a browser without a session.
	if (strangersRead !== false && !isMobileApp(headers)) return undefined;
	return ownService((query as Record<string, unknown>).service, url);
}

/**
 * Whether it is core's login page that has opened this, or the mobile app, and no link that someone has sent: only the
 * former come from this origin (W3C Fetch Metadata, `Sec-Fetch-Site`). The app's window comes from nowhere, `none`, like
 * a link in a mail; it says that it is a browser which has been out of date for years, the same on every phone.
 */
export function isNativeClient(headers: Record<string, unknown>): boolean {
	return header(headers, 'sec-fetch-site') === 'same-origin' || isMobileApp(headers);
}

const isMobileApp = (headers: Record<string, unknown>): boolean =>
	header(headers, 'sec-fetch-site') === 'none' && mobileApp.has(header(headers, 'user-agent') ?? '');

/**
 * From 4.74 on the mobile app opens the phone's own browser (Rocket.Chat.ReactNative, PR 7419), which can't be told from
 * one where someone has followed a link, and waits for a ticket in the address that ends it.
 */
const mayBeMobileApp = (headers: Record<string, unknown>): boolean =>
	header(headers, 'sec-fetch-site') !== 'same-origin' && isPhone(header(headers, 'user-agent'));

/**
 * What the mobile app's window called itself up to 4.73 (Rocket.Chat.ReactNative, app/views/AuthenticationWebView.tsx). The Safari
 * that the first belongs to does not send `Sec-Fetch-Site`.
 */
const mobileApp: ReadonlySet<string> = new Set([
	'Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.5 Mobile/15E148 Safari/604.1',
	'Mozilla/5.0 (Linux; Android 12; SM-A315G) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.114 Mobile Safari/537.36',
]);
