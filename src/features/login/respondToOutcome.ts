import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { noteEntrance } from '../login-page/passwordForm';
import { AttemptLog } from '../../attempts/attemptLog';
import { isPhone } from '../../browser/phone';
import type { Outcome } from '../../sign-in/outcome';
import type { ClaimMap } from '../../identity/claimMap';
import type { Provider } from '../../settings/provider';
import { rememberProvider } from '../sign-out/signOut';
import { trialReportPage } from '../trial/trialReportPage';
import { requestPage } from './requestPage';
import { signedInPage } from './signedInPage';
import { readSite } from '../../settings/workspace';
import type { Call } from '../../http/endpoint';
import { header, pageContext, redirect, respond } from '../../http/respond';
import { retryLater } from '../../http/retryLater';
import type { Needs } from '../../ports/ports';

const defaultLifetime = 90;

/** Gives the browser its session, or the page that has to come before it. */
export async function respondToOutcome(outcome: Outcome, call: Call): Promise<IApiResponse> {
	switch (outcome.kind) {
		case 'signedIn':
			return signedInResponse(outcome, call);
		case 'rateLimited':
			return retryLater(outcome.seconds, call, `wait?attempt=${outcome.id}`, outcome.setCookies);
		case 'confirm':
			// Why there is no session yet, for the admin. The person is asked for a proof, and not told why.
			new AttemptLog(call.ports).note({ provider: outcome.provider.id, code: outcome.reason });
			return redirectTo(`confirm?attempt=${outcome.id}`, outcome.setCookies, call);
		case 'awaitApproval':
			return requestResponse(outcome, call);
		case 'tried':
			return trialResponse(outcome, call);
		case 'handedToClient':
			return ticketResponse(outcome, call);
		case 'confirmLink':
			return redirectTo(`connections?connect=${outcome.id}`, outcome.setCookies, call);
		case 'signedInAgain':
			return redirectTo('connections?done=again', outcome.setCookies, call);
		case 'linked':
			return redirectTo(`connections?done=${outcome.link}`, outcome.setCookies, call);
	}
}

/** @param page path below the app's */
async function redirectTo(page: string, setCookies: readonly string[], { ports }: Call): Promise<IApiResponse> {
	const { path } = await readSite(ports.serverSettings);
	return redirect(`${path}${ports.appPath}/${page}`, setCookies);
}

async function requestResponse(
	{ request, provider, setCookies }: Extract<Outcome, { kind: 'awaitApproval' }>,
	call: Call,
): Promise<IApiResponse> {
	const { texts, workspace, ...page } = await pageContext(call);
	const { reference } = request;
	const homeUrl = `${workspace.path}/login`;
	return respond(requestPage(texts, { ...page, provider: provider.name, reference, homeUrl }), setCookies);
}

/** As it is read: with OpenID Connect, `sub` says who it is. */
const mapOf = ({ traits: { protocol, claims } }: Provider): ClaimMap =>
	protocol === 'openid' ? { ...claims, subject: 'sub' } : claims;

/** Only an admin's browser has the cookie of a trial. */
async function trialResponse(
	{ provider, report, setCookies }: Extract<Outcome, { kind: 'tried' }>,
	call: Call,
): Promise<IApiResponse> {
	const { texts, workspace, ...page } = await pageContext(call);
	const backUrl = `${workspace.path}${call.ports.appPath}/try/${provider.id}`;
	return respond(
		trialReportPage(texts, { ...page, provider: provider.name, map: mapOf(provider), report, backUrl }),
		setCookies,
	);
}

async function signedInResponse(outcome: Extract<Outcome, { kind: 'signedIn' }>, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const { session, by, provider, style, idToken, returnPath = '/home' } = outcome;
	const setCookies = [...outcome.setCookies, ...(await rememberProvider(provider, idToken, ports))];
	const lacks = outcome.withoutAddress ? 'no e-mail address' : undefined;
	new AttemptLog(ports).signedIn({ ...by, provider: provider.id, userId: session.userId }, lacks);
	await noteAdmin(session.userId, provider.id, ports);
	const { texts, workspace, ...page } = await pageContext(call);
	// In a sub-folder the client looks for its session under other names; it takes it from the URL, and cleans that.
	if (workspace.path) return redirect(`${workspace.url}/?resumeToken=${encodeURIComponent(session.token)}`, setCookies);

	const [days, forget] = await Promise.all([
		ports.serverSettings.get('Accounts_LoginExpiration'),
		ports.serverSettings.get('Accounts_ForgetUserSessionOnWindowClose'),
	]);
	const lifetime = typeof days === 'number' && days > 0 ? days : defaultLifetime;
	return respond(
		signedInPage(texts, {
			...page,
			...session,
			provider: provider.id,
			style,
			expires: new Date(ports.now() + lifetime * 24 * 3600_000),
			storage: forget === true ? 'sessionStorage' : 'localStorage',
			homePath: returnPath,
			mobileApp: isPhone(header(call.request.headers, 'user-agent')) ? workspace.url : undefined,
		}),
		setCookies,
	);
}

/** The browser takes the ticket to core, for the client that began core's CAS flow. */
async function ticketResponse(
	{ userId, by, location, provider, idToken, setCookies }: Extract<Outcome, { kind: 'handedToClient' }>,
	{ ports }: Call,
): Promise<IApiResponse> {
	new AttemptLog(ports).signedIn({ ...by, provider: provider.id, userId });
	return redirect(location, [...setCookies, ...(await rememberProvider(provider, idToken, ports))]);
}

/** That it could not be noted refuses nobody. */
async function noteAdmin(
	userId: string,
	provider: string,
	ports: Needs<'store' | 'appSettings' | 'directory' | 'memory' | 'form'>,
): Promise<void> {
	try {
		if (await noteEntrance({ userId, provider }, ports)) await ports.form.refresh();
	} catch {
		// The next time, then.
	}
}
