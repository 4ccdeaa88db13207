import type { Account } from '../accounts/account';
import type { Decision } from '../accounts/decide';
import { decide } from '../accounts/decide';
import { isPublicPicture } from '../accounts/avatar';
import { gatherFacts } from '../accounts/facts';
import type { LinkState } from '../accounts/links';
import { casUserOf, identityKey, Links } from '../accounts/links';
import type { Policy } from '../accounts/policy';
import { readPolicy } from '../accounts/policy';
import { LoginError } from '../errors';
import type { Ports } from '../host/ports';
import type { Identity } from '../identity/identity';
import { casUserPrefix } from '../session/cas/casUser';
import { LoginRefused, TooManyLogins } from '../session/cas/loginAnswer';
import type { Session, SessionBridge } from '../session/session';

/** Somebody who is to be let in, and how to learn more about them should that be needed. */
export interface Applicant {
	readonly key: Pick<Identity, 'provider' | 'issuer' | 'subject'>;
	describe(): Promise<Identity>;
	/** For core's count of logins. */
	readonly clientAddress: string | undefined;
}

/** Core's limit is reached. What was learnt about the person so far is enough to try again. */
export class MustWait extends TooManyLogins {
	constructor(
		retryAfter: number,
		readonly identity: Identity,
	) {
		super(retryAfter);
	}
}

/**
 * From a proven identity to a session: decide first, then act. A refusal of ours has changed nothing.
 *
 * @throws LoginError, among them {@link MustWait}
 */
export async function establish(applicant: Applicant, bridge: SessionBridge, ports: Ports): Promise<Session> {
	const links = new Links(ports.store);
	const [found, policy] = await Promise.all([
		identityKey(applicant.key).then((key) => links.find(key)),
		readPolicy(ports.serverSettings, ports.appSettings),
	]);
	const state = await withoutLostAccount(found, policy, links, ports);
	// Somebody who was here before is known by the link alone; nothing else about them is asked.
	const identity = state.link ? bare(applicant) : await applicant.describe();
	const decision = decide(identity, policy, await gatherFacts(identity, state, policy, ports.directory));
	try {
		return await apply(decision, { identity, state, policy, links, bridge, ports, ...applicant });
	} catch (error) {
		throw error instanceof TooManyLogins ? new MustWait(error.retryAfter, identity) : error;
	}
}

const bare = ({ key: { provider, issuer, subject } }: Applicant): Identity => ({
	...{ provider, issuer, subject },
	emailVerified: false,
});

/**
 * The app may have been off when an account was deleted. Where deleted people may come back, their link is removed now;
 * but not because of a directory that finds nobody at all.
 */
async function withoutLostAccount(
	state: LinkState,
	policy: Policy,
	links: Links,
	{ directory }: Ports,
): Promise<LinkState> {
	if (!state.link || !policy.recreateDeleted || (await directory.byId(state.link.userId))) return state;
	if (!(await directory.answers())) return state;
	await links.removeAllOf(state.link.userId);
	return links.find(state.identity);
}

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
	return session.userId === account.id ? session : endForeign(session, bridge, account.id);
}

async function create(profile: Extract<Decision, { kind: 'create' }>, application: Application): Promise<Session> {
	const { identity, state, policy, links, bridge, ports, clientAddress } = application;
	const { generation } = state;
	const casUser =
		state.pending?.casUser ??
		(await casUserOf(state.identity, generation, casUserPrefix(policy.usernameRules.pattern)));
	if (!state.pending) {
		const { username } = profile;
		await links.begin({ identity: state.identity, casUser, generation, username, startedAt: ports.now() });
	}

	const session = await signInTwice({ casUser, profile, clientAddress }, bridge).catch(async (error: unknown) => {
		// Only after core's no to an account: after a limit, or no answer at all, it may exist or still be created.
		if (error instanceof LoginRefused && !error.accountExists) await links.abandon(state.identity);
		throw error;
	});

	const account = await ports.directory.byId(session.userId).catch(() => undefined);
	// What was created now has the name that was asked for; what an interrupted sign-in left may have another since.
	const isExpected =
		account?.kind === 'person' && (state.pending || account.username.toLowerCase() === profile.username);
	if (!account || !isExpected) return endForeign(session, bridge, 'the new account');
	await links.make({
		...{ identity: state.identity, casUser, generation, userId: account.id, linkedAt: ports.now() },
		...{ provider: identity.provider, issuer: identity.issuer, subject: identity.subject },
	});
	// Nobody waits for a picture, and nobody is refused for want of one.
	if (policy.avatars && isPublicPicture(identity.avatarUrl))
		void bridge.setAvatar(session, identity.avatarUrl).catch(() => undefined);
	return session;
}

/** A session that is somebody else's never leaves the app. */
async function endForeign(session: Session, bridge: SessionBridge, expected: string): Promise<never> {
	await bridge.end(session).catch(() => undefined);
	throw new LoginError('session_mismatch', `expected ${expected}, got ${session.userId}`);
}

/**
 * Where one person's two first sign-ins come at the same time, core refuses one, "username already exists"; asked again,
 * it knows the account.
 */
async function signInTwice(who: Parameters<SessionBridge['signIn']>[0], bridge: SessionBridge): Promise<Session> {
	try {
		return await bridge.signIn(who);
	} catch (error) {
		if (!(error instanceof LoginRefused) || error.accountExists) throw error;
		return bridge.signIn(who);
	}
}
