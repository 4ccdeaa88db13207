import type { Account } from '../accounts/account';
import type { Decision } from '../accounts/decide';
import { decide } from '../accounts/decide';
import { gatherFacts } from '../accounts/facts';
import type { LinkState } from '../accounts/links';
import { casUserOf, identityKey, Links } from '../accounts/links';
import type { Policy } from '../accounts/policy';
import { readPolicy } from '../accounts/policy';
import { LoginError } from '../errors';
import type { Ports } from '../host/ports';
import type { Identity } from '../identity/identity';
import { casUserPrefix } from '../session/cas/casUser';
import { LoginRefused } from '../session/cas/loginAnswer';
import type { Session, SessionBridge } from '../session/session';

/** Somebody who is to be let in, and how to learn more about them should that be needed. */
export interface Applicant {
	readonly key: Pick<Identity, 'provider' | 'issuer' | 'subject'>;
	describe(): Promise<Identity>;
	/** For core's count of logins. */
	readonly clientAddress: string | undefined;
}

/**
 * From a proven identity to a session: decide first, then act. A refusal has changed nothing.
 *
 * @throws LoginError
 */
export async function establish(applicant: Applicant, bridge: SessionBridge, ports: Ports): Promise<Session> {
	const links = new Links(ports.store);
	const [state, policy] = await Promise.all([
		identityKey(applicant.key).then((key) => links.find(key)),
		readPolicy(ports.serverSettings, ports.appSettings),
	]);
	// Somebody who was here before is known by the link alone; nothing else about them is asked.
	const identity = state.link ? bare(applicant) : await applicant.describe();
	const decision = decide(identity, policy, await gatherFacts(identity, state, policy, ports.directory));
	return apply(decision, { identity, state, policy, links, bridge, ports, clientAddress: applicant.clientAddress });
}

const bare = ({ key }: Applicant): Identity => ({ ...key, emailVerified: false, groups: [] });

interface Application {
	readonly identity: Identity;
	readonly state: LinkState;
	readonly policy: Policy;
	readonly links: Links;
	readonly bridge: SessionBridge;
	readonly ports: Ports;
	readonly clientAddress: string | undefined;
}

async function apply(decision: Decision, application: Application): Promise<Session> {
	switch (decision.kind) {
		case 'refuse':
			throw new LoginError(decision.code, decision.detail);
		case 'signIn':
			return signIn(decision.account, application);
		case 'create':
			return create(decision, application);
	}
}

async function signIn(account: Account, { state, bridge, clientAddress }: Application): Promise<Session> {
	const session = await bridge.signIn({ casUser: state.link!.casUser, clientAddress });
	if (session.userId === account.id) return session;
	await bridge.end(session);
	throw new LoginError('session_mismatch', `expected ${account.id}, got ${session.userId}`);
}

async function create(profile: Extract<Decision, { kind: 'create' }>, application: Application): Promise<Session> {
	const { identity, state, policy, links, bridge, ports, clientAddress } = application;
	const casUser =
		state.pending?.casUser ??
		(await casUserOf(state.identity, state.generation, casUserPrefix(policy.usernameRules.pattern)));
	const { generation } = state;
	if (!state.pending) {
		const { username } = profile;
		await links.begin({ identity: state.identity, casUser, generation, username, startedAt: ports.now() });
	}

	const session = await signInTwice({ casUser, profile, clientAddress }, bridge).catch(async (error: unknown) => {
		// Only after core's no: after a limit, or no answer at all, the account may exist or still be created.
		if (error instanceof LoginRefused) await links.abandon(state.identity);
		throw error;
	});

	const account = await ports.directory.byId(session.userId);
	if (account?.username.toLowerCase() !== profile.username || account.kind !== 'person') {
		await bridge.end(session);
		await links.abandon(state.identity);
		throw new LoginError('session_mismatch', `expected ${profile.username}, got ${account?.username ?? 'nobody'}`);
	}
	await links.make({
		...{ identity: state.identity, casUser, generation, userId: account.id, linkedAt: ports.now() },
		...{ provider: identity.provider, issuer: identity.issuer, subject: identity.subject },
	});
	return session;
}

/**
 * Where one person's two first sign-ins come at the same time, core refuses one, "username already exists"; asked again,
 * it knows the account.
 */
async function signInTwice(who: Parameters<SessionBridge['signIn']>[0], bridge: SessionBridge): Promise<Session> {
	try {
		return await bridge.signIn(who);
	} catch (error) {
		if (!(error instanceof LoginRefused)) throw error;
		return bridge.signIn(who);
	}
}
