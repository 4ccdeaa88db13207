import type { Account } from '../ports/directory';
import { isPublicPicture } from '../accounts/avatar';
import type { NewAccount } from '../accounts/decide';
import type { Links, LinkState, PendingLink } from '../accounts/links';
import { casUserOf } from '../accounts/links';
import type { Policy } from '../accounts/policy';
import { Audit } from '../attempts/audit';
import { announce } from '../accounts/announce';
import { LoginError } from '../errors';
import type { Identity } from '../identity/identity';
import { randomString } from '../values/random';
import { casUserPrefix } from '../workspace/cas/casUser';
import { LoginRefused } from '../workspace/session/refusal';
import type { Entry, Session, SessionBridge } from '../workspace/session/session';
import type { Ports } from '../ports/ports';

/*
 * What a decision leads to. Each of these may throw what the bridge throws.
 */

export interface Context {
	readonly identity: Identity;
	readonly state: LinkState;
	readonly policy: Policy;
	readonly links: Links;
	readonly bridge: SessionBridge;
	readonly ports: Ports;
	readonly clientAddress: string | undefined;
	/** Whether an admin has approved of the identity. */
	readonly approved: boolean;
	/** Id of an account that is gone, and whose links still have to go. */
	readonly lostUserId?: string;
}

/** Signs in to the account that the identity is linked to. */
export const signInTo = async (account: Account, context: Context): Promise<Session> =>
	(await enter(account, context)).session;

/** The same, and says what core's CAS login knows the account by. */
export async function enter(account: Account, { state, links, bridge, clientAddress }: Context): Promise<Entry> {
	const link = state.link!;
	const entry = await own(await bridge.signIn(account, link.casUser, clientAddress), account, bridge);
	const { casUser } = entry;
	const isNews = casUser !== undefined && casUser !== link.casUser;
	// A connection that was removed in the meantime is not brought back by noting something about it.
	if (isNews && (await links.find(link.identity)).link) await links.make({ ...link, casUser });
	return entry;
}

/** Signs in to an account that the identity is not linked to yet. The link is made by what has worked. */
export async function linkAccount(account: Account, context: Context): Promise<Session> {
	const { identity, links, bridge, ports, clientAddress } = context;
	const known = (await links.of(account.id)).map(({ casUser }) => casUser).filter(Boolean);
	const { session, casUser } = await own(await bridge.signIn(account, known.at(-1), clientAddress), account, bridge);
	await forgetLost(context);
	await makeLink(account.id, casUser, context);
	// Nobody waits for a message.
	void announce({ event: 'link_made', userId: account.id, instance: identity.provider }, ports);
	return session;
}

/** Creates the account, or finishes what an interrupted creation began, and signs in to it. */
export async function createAccount(profile: NewAccount, context: Context): Promise<Session> {
	const { identity, policy, links, bridge, ports, clientAddress } = context;
	await forgetLost(context);
	const state = context.state.pending ? context.state : await promise(profile.username, context);
	const { pending } = state;
	if (!pending) return signInToOwn({ ...context, state });
	const newcomer = { ...profile, casUser: pending.casUser, secret: pending.secret, approved: context.approved };
	const { session, casUser } = await createTwice(newcomer, bridge, clientAddress).catch(async (error: unknown) => {
		// Only after core's no to an account: after a limit, or no answer at all, it may exist or still be created.
		if (error instanceof LoginRefused && !error.accountExists) await links.abandon(state.identity);
		throw error;
	});

	const account = await ports.directory.byId(session.userId).catch(() => undefined);
	// What was created now has the name that was asked for; what an interrupted sign-in left may have another since.
	const isExpected =
		account?.kind === 'person' && (context.state.pending || account.username.toLowerCase() === profile.username);
	if (!account || !isExpected) return endForeign(session, bridge, 'the new account');
	await makeLink(account.id, casUser, context);
	new Audit(ports).note({ event: 'account_created', userId: account.id });
	// Nobody waits for a picture, and nobody is refused for want of one.
	if (policy.avatars && isPublicPicture(identity.avatarUrl))
		void bridge.setAvatar(session, identity.avatarUrl).catch(() => undefined);
	return session;
}

async function forgetLost({ lostUserId, links }: Context): Promise<void> {
	if (lostUserId !== undefined) await links.removeAllOf(lostUserId);
}

/** Another sign-in of the same person came to its end just now. */
async function signInToOwn(context: Context): Promise<Session> {
	const account = await context.ports.directory.byId(context.state.link!.userId);
	if (!account) throw new LoginError('account_deleted');
	return signInTo(account, context);
}

/**
 * Notes which account is about to be created, for whoever finds it when this sign-in was interrupted. Of two first
 * sign-ins at once each makes a note: both go by the first, so that each finds what the other has created.
 *
 * @returns what is known since: a link, where the other was faster
 */
async function promise(username: string, { state, policy, links, ports }: Context): Promise<LinkState> {
	const { identity, generation } = state;
	const pending: PendingLink = {
		...{ identity, generation, username, startedAt: ports.now() },
		casUser: await casUserOf(identity, generation, casUserPrefix(policy.usernameRules.pattern)),
		secret: randomString(32),
	};
	await links.begin(pending);
	const found = await links.find(identity);
	return found.link ? found : { ...state, pending: found.pending ?? pending };
}

/** From now on, the identity signs in to the account. */
export async function makeLink(
	userId: string,
	casUser: string | undefined,
	{ identity, state, links, ports }: Pick<Context, 'identity' | 'state' | 'links' | 'ports'>,
): Promise<void> {
	const { provider, issuer, subject } = identity;
	await links.make({
		...{ identity: state.identity, casUser, generation: state.generation, userId, linkedAt: ports.now() },
		...{ provider, issuer, subject },
	});
	new Audit(ports).note({ event: 'link_made', userId, what: issuer });
}

/** A session that is somebody else's never leaves the app, whichever bridge it came over. */
const own = async (entry: Entry, { id }: Account, bridge: SessionBridge): Promise<Entry> =>
	entry.session.userId === id ? entry : endForeign(entry.session, bridge, id);

async function endForeign(session: Session, bridge: SessionBridge, expected: string): Promise<never> {
	await bridge.end(session).catch(() => undefined);
	throw new LoginError('session_mismatch', `expected ${expected}, got ${session.userId}`);
}

/**
 * Where one person's two first sign-ins come at the same time, core refuses one, "username already exists"; asked again,
 * it knows the account.
 */
async function createTwice(
	newcomer: Parameters<SessionBridge['create']>[0],
	bridge: SessionBridge,
	clientAddress: string | undefined,
): Promise<Entry> {
	try {
		return await bridge.create(newcomer, clientAddress);
	} catch (error) {
		if (!(error instanceof LoginRefused) || error.accountExists) throw error;
		return bridge.create(newcomer, clientAddress);
	}
}
