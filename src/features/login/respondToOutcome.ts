import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { noteEntrance } from '../login-page/passwordForm';
import { Attempts } from '../../attempts/attempts';
import type { Finished } from '../../sign-in/signIn';
import { rememberProvider } from '../sign-out/signOut';
import { trialReportPage } from '../trial/trialReportPage';
import { requestPage } from './requestPage';
import { signedInPage } from './signedInPage';
import { readWorkspace } from '../../settings/workspace';
import type { Call } from '../../http/endpoint';
import { header, pageContext, redirect, respond } from '../../http/respond';
import { tellToWait } from '../../http/tellToWait';
import type { Ports } from '../../ports/ports';

const defaultLifetime = 90;

/** Gives the browser its session, or the page that has to come before it. */
export async function handOff(finished: Finished, call: Call): Promise<IApiResponse> {
	switch (finished.kind) {
		case 'signedIn':
			return signedIn(finished, call);
		case 'wait':
			return tellToWait(finished.seconds, call, `wait?attempt=${finished.id}`, finished.setCookies);
		case 'confirm':
			// Why there is no session yet, for the admin: the person is asked for a proof, and told nothing of it.
			new Attempts(call.ports).note({ provider: finished.provider.id, code: finished.reason });
			return goTo(`confirm?attempt=${finished.id}`, finished.setCookies, call);
		case 'awaitApproval':
			return tellToAwaitApproval(finished, call);
		case 'tried':
			return tellTrial(finished, call);
		case 'vouched':
			return vouchedFor(finished, call);
		case 'linked':
			return goTo(`connections?done=${finished.link}`, finished.setCookies, call);
	}
}

/** @param page path below the app's */
async function goTo(page: string, setCookies: readonly string[], { ports }: Call): Promise<IApiResponse> {
	const { path } = await readWorkspace(ports.serverSettings);
	return redirect(`${path}${ports.appPath}/${page}`, setCookies);
}

async function tellToAwaitApproval(
	{ request, provider, setCookies }: Extract<Finished, { kind: 'awaitApproval' }>,
	call: Call,
): Promise<IApiResponse> {
	const { texts, workspace, ...page } = await pageContext(call);
	const { reference } = request;
	const homeUrl = `${workspace.path}/login`;
	return respond(requestPage(texts, { ...page, provider: provider.name, reference, homeUrl }), setCookies);
}

/** Only an admin's browser has the cookie of a trial. */
async function tellTrial(
	{ provider, report, setCookies }: Extract<Finished, { kind: 'tried' }>,
	call: Call,
): Promise<IApiResponse> {
	const { texts, workspace, ...page } = await pageContext(call);
	const backUrl = `${workspace.path}${call.ports.appPath}/try/${provider.id}`;
	return respond(trialReportPage(texts, { ...page, provider: provider.name, report, backUrl }), setCookies);
}

async function signedIn(finished: Extract<Finished, { kind: 'signedIn' }>, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const { session, provider, style, idToken, returnPath = '/home' } = finished;
	const setCookies = [...finished.setCookies, ...(await rememberProvider(provider, idToken, ports))];
	new Attempts(ports).signedIn({ provider: provider.id, userId: session.userId });
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
			style,
			expires: new Date(ports.now() + lifetime * 24 * 3600_000),
			storage: forget === true ? 'sessionStorage' : 'localStorage',
			homePath: returnPath,
			mobileApp: isPhone(header(call.request.headers, 'user-agent')) ? workspace.url : undefined,
		}),
		setCookies,
	);
}

/** The browser takes the ticket to core, for the client that has begun it. */
async function vouchedFor(
	{ vouched, provider, idToken, setCookies }: Extract<Finished, { kind: 'vouched' }>,
	{ ports }: Call,
): Promise<IApiResponse> {
	new Attempts(ports).signedIn({ provider: provider.id, userId: vouched.userId });
	return redirect(vouched.location, [...setCookies, ...(await rememberProvider(provider, idToken, ports))]);
}

/** Nobody is kept out because it could not be noted. */
async function noteAdmin(userId: string, provider: string, ports: Ports): Promise<void> {
	try {
		if (await noteEntrance({ userId, provider }, ports)) await ports.form.refresh();
	} catch {
		// The next time, then.
	}
}

/** Where there is a mobile app; an iPad that calls itself a Mac goes on in the browser. */
const isPhone = (userAgent = ''): boolean => /\b(?:Android|iPhone|iPad|iPod)\b/.test(userAgent);
