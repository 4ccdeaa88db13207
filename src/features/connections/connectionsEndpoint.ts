import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { Links } from '../../accounts/links';
import { Audit } from '../../attempts/audit';
import { announce } from '../../accounts/announce';
import { connectionsOf, maskedSubject, unlinkIdentity } from './connections';
import type { Visit } from './connectionsVisit';
import { beginVisit, openVisit } from './connectionsVisit';
import { LoginError } from '../../errors';
import { startAuthorization } from '../../sign-in/startAuthorization';
import { connectionsPage, connectionsProofPage } from './connectionsPage';
import { leavingPage } from '../../html/leavingPage';
import { poseChallenge, redeemChallenge } from '../proof/challenge';
import { findProvider } from '../../providers/registry';
import { isUsable } from '../../settings/provider';
import { readWorkspace } from '../../settings/workspace';
import type { Call, Handlers } from '../../http/endpoint';
import { header, pageContext, redirect, respond } from '../../http/respond';
import { requireSameOrigin } from '../../http/sameOrigin';
import { providersByInstance } from '../../settings/providersByInstance';

/** Connected accounts: what somebody can sign in with, for whoever has proven which account is theirs. */
export const connections: Handlers = {
	path: 'connections',
	retry: () => 'connections',
	get: async (call) => {
		const { query } = call.request;
		const visit = await openVisit(cookiesOf(call), call.ports);
		if (visit && query.proof === undefined) return show(visit, call);
		// Proven just now, and forgotten already: asking again would go on for ever.
		if (query.done === 'proven') throw new LoginError('proof_expired', 'no cookie');
		return ask(query.proof === 'password', call);
	},
	/** Every form of the page. None does anything but for this page, in this browser, for the account that was proven. */
	post: async (call) => {
		await requireSameOrigin(call);
		const form = (call.request.content ?? {}) as Record<string, unknown>;
		if (form.action === 'prove') return prove(form, call);
		const visit = await openVisit(cookiesOf(call), call.ports);
		if (!visit || visit.token !== form.token) throw new LoginError('proof_expired', visit ? 'token' : 'no visit');
		switch (form.action) {
			case 'add':
				return add(form.provider, visit, call);
			case 'remove':
				return remove(form.link, visit, call);
			default:
				return backToPage(call);
		}
	},
};

const cookiesOf = ({ request }: Call): string | undefined => header(request.headers, 'cookie');

async function show(visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports, request } = call;
	const [{ texts, workspace, ...page }, links, providers, account] = await Promise.all([
		pageContext(call),
		new Links(ports.store).of(visit.userId),
		providersByInstance(ports),
		ports.directory.byId(visit.userId),
	]);
	if (!account?.active) throw new LoginError(account ? 'account_disabled' : 'account_deleted');
	const path = `${workspace.path}${ports.appPath}/connections`;
	const { done } = request.query as { done?: unknown };
	return respond(
		connectionsPage(texts, {
			...page,
			username: account.username,
			token: visit.token,
			action: path,
			bySession: visit.hasPassword ? undefined : { userId: visit.userId, again: `${path}?proof=session` },
			connections: connectionsOf(links, visit.hasPassword, providers).map(({ link, provider, removable }) => ({
				id: link.identity,
				provider: provider?.name,
				subject: maskedSubject(link),
				removable,
				since: new Date(link.linkedAt),
			})),
			providers: [...providers.values()].filter((one) => isUsable(one) && one.rules.mayLink),
			done: done === 'made' || done === 'there' || done === 'removed' ? done : undefined,
			passwordUrl: `${path}?proof=password`,
			homeUrl: `${workspace.path}/home`,
		}),
	);
}

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

/**
 * `by` is the page's word, not the server's: that somebody has a password keeps them from locking themselves out, and
 * opens nothing.
 */
async function prove({ nonce, by }: Record<string, unknown>, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const { account, setCookies } = await redeemChallenge('connections', nonce, cookiesOf(call), ports);
	return backToPage(call, 'proven', [...setCookies, await beginVisit(account, by === 'password', ports)]);
}

/** The attempt remembers for whom it was begun, and its callback makes the link. */
async function add(provider: unknown, { userId }: Visit, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const definition = await findProvider(provider, ports.appSettings);
	const { location, setCookies } = await startAuthorization(
		{ definition, purpose: { kind: 'link', userId }, cookies: cookiesOf(call) },
		ports,
	);
	const { texts, workspaceName, nonce } = await pageContext(call);
	return respond(leavingPage(texts, { workspaceName, nonce, url: location, provider: definition!.name }), setCookies);
}

async function remove(identity: unknown, visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const { userId } = visit;
	const removed = await unlinkIdentity(identity, visit, ports);
	if (removed === 'last') throw new LoginError('link_last');
	if (!removed) return backToPage(call);
	const { provider, issuer } = removed.link;
	new Audit(ports).note({ event: 'link_removed', by: userId, userId, what: issuer });
	await announce({ event: 'link_removed', userId, instance: provider }, ports);
	return backToPage(call, 'removed');
}

/** Never the answer to a form itself: loading it again would post again. */
async function backToPage(call: Call, done = 'nothing', setCookies: readonly string[] = []): Promise<IApiResponse> {
	const { path } = await readWorkspace(call.ports.serverSettings);
	return redirect(`${path}${call.ports.appPath}/connections?done=${done}`, setCookies);
}
