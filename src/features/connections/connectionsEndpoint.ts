import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { describeLink } from '../../accounts/describeLink';
import { Links } from '../../accounts/links';
import { lastUses } from '../../attempts/attemptLog';
import { tellOf } from '../../attempts/linkNotices';
import { connectionsOf, unlinkIdentity } from './connections';
import type { Visit } from '../../browser/visits';
import { Visits } from '../../browser/visits';
import { LoginError } from '../../errors';
import type { Attempt } from '../../sign-in/attempt';
import { forgetWaitingLink, linkForVisitor, openWaitingLink } from '../../sign-in/linkForVisitor';
import { startAuthorization } from '../../sign-in/startAuthorization';
import { connectionsPage, connectionsProofPage } from './connectionsPage';
import { linkPage } from './linkPage';
import { leavingPage } from '../../html/leavingPage';
import { beginVisit } from '../proof/beginVisit';
import { poseChallenge, redeemChallenge } from '../proof/challenge';
import { findProvider } from '../../providers/registry';
import type { Provider } from '../../settings/provider';
import { isUsable } from '../../settings/provider';
import { readSite } from '../../settings/workspace';
import type { Call, Handlers } from '../../http/endpoint';
import { header, pageContext, redirect, respond } from '../../http/respond';
import { requireSameOrigin } from '../../http/sameOrigin';
import { providersByInstance } from '../../settings/providersByInstance';

/** Connected accounts: what someone can sign in with, for anyone who has proven which account is theirs. */
export const connections: Handlers = {
	path: 'connections',
	retry: () => 'connections',
	get: async (call) => {
		const { query } = call.request;
		const visit = await openVisit(call);
		if (visit && query.proof === undefined)
			return query.connect === undefined ? show(visit, call) : askToLink(visit, call);
		// Proven just now, and forgotten already: asking again would never end.
		if (query.done === 'proven') throw new LoginError('proof_expired', 'no cookie');
		return ask(query.proof === 'password', call);
	},
	/** Every form of the page. None does anything but for this page, in this browser, for the account that was proven. */
	post: async (call) => {
		await requireSameOrigin(call);
		const form = (call.request.content ?? {}) as Record<string, unknown>;
		if (form.action === 'prove') return prove(form, call);
		if (form.action === 'finish') return finish(call);
		const visit = await openVisit(call);
		if (!visit || visit.token !== form.token) throw new LoginError('proof_expired', visit ? 'token' : 'no visit');
		switch (form.action) {
			case 'add':
				// The page offers it to nobody else.
				if (visit.by === 'session') throw new LoginError('proof_unconfirmed', 'session');
				return leave('link', form.provider, visit, call);
			case 'again':
				return leave('signInAgain', form.provider, visit, call);
			case 'connect':
				return connect(form.attempt, visit, call);
			case 'cancel':
				return backToPage(call, 'nothing', forgetWaitingLink(form.attempt));
			case 'remove':
				return remove(form.link, visit, call);
			default:
				return backToPage(call);
		}
	},
};

const cookiesOf = ({ request }: Call): string | undefined => header(request.headers, 'cookie');

const openVisit = (call: Call): Promise<Visit | undefined> =>
	new Visits(call.ports).open('connections', cookiesOf(call));

async function show(visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports, request } = call;
	const [{ texts, workspace, ...page }, links, uses, providers, account] = await Promise.all([
		pageContext(call),
		new Links(ports.store).of(visit.userId),
		lastUses(ports.store),
		providersByInstance(ports),
		ports.directory.byId(visit.userId),
	]);
	if (!account?.active) throw new LoginError(account ? 'account_disabled' : 'account_deleted');
	const path = `${workspace.path}${ports.appPath}/connections`;
	const usable = [...providers.values()].filter(isUsable);
	const { done } = request.query as { done?: unknown };
	return respond(
		connectionsPage(texts, {
			...page,
			username: account.username,
			token: visit.token,
			action: path,
			bySession: sessionOf(visit, path),
			connections: connectionsOf(links, visit.by === 'password', providers).map(({ link, provider, removable }) => ({
				id: link.identity,
				provider: provider?.name,
				subject: describeLink(link),
				removable,
				since: new Date(link.linkedAt),
				usedAt: uses.get(link.identity),
			})),
			providers: usable.filter(({ rules }) => rules.mayLink),
			mayAdd: visit.by !== 'session',
			proving: usable.filter((one) => provesAgain(one) && links.some((link) => providers.get(link.provider) === one)),
			done: done === 'made' || done === 'there' || done === 'removed' || done === 'again' ? done : undefined,
			passwordUrl: `${path}?proof=password`,
			homeUrl: `${workspace.path}/home`,
		}),
	);
}

/** Where the browser was signed in, its page watches whether it still is. */
const sessionOf = ({ userId, inSession }: Visit, path: string): { userId: string; again: string } | undefined =>
	inSession ? { userId, again: `${path}?proof=session` } : undefined;

/** Whether a provider can be told to have people sign in again, and says when they did. */
const provesAgain = ({ traits }: Provider): boolean => traits.protocol === 'openid';

async function ask(byPassword: boolean, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const [{ texts, workspace, ...page }, challenge] = await Promise.all([
		pageContext(call),
		poseChallenge('connections', cookiesOf(call), ports),
	]);
	const data = {
		...page,
		challenge: challenge.nonce,
		path: workspace.path,
		fields: [['action', 'prove']] as const,
		action: `${workspace.path}${ports.appPath}/connections`,
		session: byPassword ? ('ignore' as const) : ('use' as const),
		homeUrl: `${workspace.path}/login`,
	};
	return respond(connectionsProofPage(texts, data), challenge.setCookies);
}

async function prove(form: Record<string, unknown>, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const cookies = cookiesOf(call);
	const redeemed = await redeemChallenge('connections', form, cookies, ports);
	return backToPage(call, 'proven', [
		...redeemed.setCookies,
		await beginVisit('connections', redeemed, cookies, ports),
	]);
}

/** The attempt remembers in which visit it was begun, and its callback holds it to that. */
async function leave(
	kind: Extract<Attempt['purpose'], { visit: string }>['kind'],
	provider: unknown,
	{ userId, id: visit }: Visit,
	call: Call,
): Promise<IApiResponse> {
	const { ports } = call;
	const definition = await findProvider(provider, ports.appSettings);
	const { location, setCookies } = await startAuthorization(
		{ definition, purpose: { kind, userId, visit }, cookies: cookiesOf(call) },
		ports,
	);
	const { texts, workspaceName, nonce } = await pageContext(call);
	return respond(leavingPage(texts, { workspaceName, nonce, url: location, provider: definition!.name }), setCookies);
}

/** The person is back from the provider: is this the identity that they mean, and the account? */
async function askToLink(visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports, request } = call;
	const waiting = await openWaitingLink(request.query.connect, visit, cookiesOf(call), ports);
	const [{ texts, workspace, ...page }, definition, account] = await Promise.all([
		pageContext(call),
		findProvider(waiting.provider, ports.appSettings),
		ports.directory.byId(visit.userId),
	]);
	const action = `${workspace.path}${ports.appPath}/connections`;
	return respond(
		linkPage(texts, {
			...page,
			...{ action, attempt: waiting.id, identity: waiting.identity, token: visit.token },
			provider: definition?.name ?? waiting.provider,
			username: account?.username ?? '',
			bySession: sessionOf(visit, action),
		}),
	);
}

async function connect(attempt: unknown, visit: Visit, call: Call): Promise<IApiResponse> {
	const made = await linkForVisitor(attempt, visit, cookiesOf(call), call.ports);
	return backToPage(call, made, forgetWaitingLink(attempt));
}

/** Ends the visit, and whatever waits in it. */
async function finish(call: Call): Promise<IApiResponse> {
	const { path } = await readSite(call.ports.serverSettings);
	return redirect(`${path}/home`, [await new Visits(call.ports).end('connections', cookiesOf(call))]);
}

async function remove(identity: unknown, visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const { userId } = visit;
	const removed = await unlinkIdentity(identity, { userId, hasPassword: visit.by === 'password' }, ports);
	if (removed === 'last') throw new LoginError('link_last');
	if (!removed) return backToPage(call);
	await tellOf(removed, ports);
	return backToPage(call, 'removed');
}

/** Never the answer to a form itself: loading it again would post again. */
async function backToPage(call: Call, done = 'nothing', setCookies: readonly string[] = []): Promise<IApiResponse> {
	const { path } = await readSite(call.ports.serverSettings);
	return redirect(`${path}${call.ports.appPath}/connections?done=${done}`, setCookies);
}
