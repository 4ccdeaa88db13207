import type { IdentityKey } from '../identity/identity';
import { sha256 } from '../values/digest';
import type { StoreReader, Store } from '../ports/store';

/** An identity that signs in to an account. */
export interface Link {
	/** Hash of the identity's key; see {@link identityKey}. */
	readonly identity: string;
	readonly provider: string;
	readonly issuer: string;
	readonly subject: string;
	readonly userId: string;
	/**
	 * What Rocket.Chat's CAS login knows the account by (`services.cas.external_id`, one for all links of an account);
	 * absent until it has been used.
	 */
	readonly casUser?: string;
	readonly generation: number;
	/** Milliseconds since 1970. */
	readonly linkedAt: number;
	/** Where the link comes from, if not from a sign-in by the app: core's own sign-in, an imported list, an admin. */
	readonly origin?: 'core' | 'import' | 'admin';
	/**
	 * What the provider called the person when the link was made, an address only in part: it tells two links of one provider
	 * apart, and decides nothing. Absent where it was not known.
	 */
	readonly person?: string;
}

/** What became known about a link after it was made. Without its link it is nothing. */
interface LinkNote extends Pick<Link, 'identity' | 'userId' | 'generation'> {
	readonly casUser: string;
	readonly isNote: true;
}

type LinkRecord = Link | LinkNote;

/** All that is under the key of an identity, so that one read finds it. */
type IdentityRecord = LinkRecord | PendingLink;

const isOfLink = (record: IdentityRecord): record is LinkRecord => !('secret' in record);

/** One that a crash left behind, from before a link that is gone, does not count: its `cas:user` must not come back. */
const pendingIn = (records: readonly IdentityRecord[], generation: number): PendingLink | undefined =>
	records.find((one): one is PendingLink => !isOfLink(one) && one.generation === generation);

/**
 * A link whose account is about to be created. It is written before the account, so that a crash or a lost race between
 * the two is finished by the person's next try, and not met as "username taken".
 */
export interface PendingLink {
	readonly identity: string;
	readonly casUser: string;
	/** Opens an account that was created by password, and no other; see `workspace/rest/`. */
	readonly secret: string;
	readonly generation: number;
	readonly username: string;
	readonly startedAt: number;
}

/** Left behind by a link that is gone: core would still let its `cas:user` in, so the next one gets another. */
export interface Unlinked {
	readonly identity: string;
	/** The generation that the next link of this identity has. */
	readonly generation: number;
	readonly reason: 'account_deleted' | 'removed';
}

/** What is known about an identity. */
export interface LinkState {
	readonly identity: string;
	readonly link?: Link;
	readonly pending?: PendingLink;
	readonly unlinked?: Unlinked;
	/** For a link that is made now. */
	readonly generation: number;
}

const linkKey = (identity: string): string => `link:${identity}`;
const pendingKey = (identity: string): string => `pending-link:${identity}`;
const unlinkedKey = (identity: string): string => `unlinked:${identity}`;
const userKey = (userId: string): string => `links-of:${userId}`;
const everyLink = 'links';
const everyLinkShelved = 'links-shelved';

/** First characters of an identity, in the order of their codes: the links of each can be read apart from the others. */
export const shelves: readonly string[] = [...'-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'];
const shelfKey = (identity: string): string => `links:${identity.slice(0, 1)}`;

/** (provider instance, issuer, subject), hashed: a fixed length, and no personal data in a key. */
export const identityKey = ({ provider, issuer, subject }: IdentityKey): Promise<string> =>
	hash([provider, issuer, subject]);

/** @param prefix holds a character that no username of the workspace can have; see `workspace/cas/casUser.ts` */
export const casUserOf = async (identity: string, generation: number, prefix: string): Promise<string> =>
	prefix + (await hash([identity, generation]));

const hash = (parts: ReadonlyArray<string | number>): Promise<string> => sha256(JSON.stringify(parts));

export class Links {
	constructor(private readonly store: Store) {}

	async find(identity: string): Promise<LinkState> {
		const records = await this.store.all<IdentityRecord>(linkKey(identity));
		const link = newestOf(records.filter(isOfLink));
		if (link) return { identity, link, generation: link.generation };
		const unlinked = await this.store.all<Unlinked>(unlinkedKey(identity));
		const latest = unlinked.reduce<Unlinked | undefined>(
			(a, b) => (a && a.generation > b.generation ? a : b),
			undefined,
		);
		const generation = latest?.generation ?? 0;
		return { identity, pending: pendingIn(records, generation), unlinked: latest, generation };
	}

	all(): Promise<Link[]> {
		return allLinks(this.store);
	}

	/**
	 * Before the account is created. Of two first sign-ins at once each writes a record: both go by the first.
	 *
	 * @param pending of the generation that {@link find} gave
	 * @returns what is known since: a link, where another sign-in was faster
	 */
	async reserve(pending: PendingLink): Promise<Pick<LinkState, 'link' | 'pending'>> {
		const { identity, generation } = pending;
		await this.store.add(pendingKey(identity), pending, linkKey(identity));
		const records = await this.store.all<IdentityRecord>(linkKey(identity));
		const link = newestOf(records.filter(isOfLink));
		return link ? { link } : { pending: pendingIn(records, generation) ?? pending };
	}

	/** The account was not created, nor will it be. */
	async release(identity: string): Promise<void> {
		await this.store.remove(pendingKey(identity));
	}

	/** Makes a link. Adds first and clears up afterwards: a crash in between leaves both, and the link is found first. */
	async link(link: Link): Promise<void> {
		await this.store.add(linkKey(link.identity), link, userKey(link.userId), everyLink, shelfKey(link.identity));
		await this.store.remove(pendingKey(link.identity));
	}

	/** Adds the record with a shelf. A link that is removed meanwhile, which is noted before it goes, does not come back. */
	async shelve(link: Link): Promise<void> {
		const { identity, generation } = link;
		await this.store.add(linkKey(identity), link, userKey(link.userId), everyLink, shelfKey(identity));
		const unlinked = await this.store.all<Unlinked>(unlinkedKey(identity));
		if (unlinked.some((one) => one.generation > generation)) await this.store.remove(linkKey(identity));
	}

	/**
	 * Notes what core's CAS login knows the account of a link by. A note is no link: it counts for as long as the link is
	 * there, and one that was removed in the meantime does not come back.
	 */
	async note({ identity, userId, generation }: Link, casUser: string): Promise<void> {
		const note: LinkNote = { identity, userId, generation, casUser, isNote: true };
		await this.store.add(linkKey(identity), note, userKey(userId), everyLink, shelfKey(identity));
	}

	/** The links of an account, oldest first. */
	async of(userId: string): Promise<Link[]> {
		return linksIn(await this.store.all<LinkRecord>(userKey(userId)));
	}

	/**
	 * The identity no longer signs in to the account. If it is linked again, core knows it by another name. The link goes last:
	 * after a crash it is there, and is removed once more with all that belongs to it.
	 */
	async unlink({ identity, generation, linkedAt }: Link, reason: Unlinked['reason'] = 'removed'): Promise<void> {
		const unlinked: Unlinked = { identity, generation: generation + 1, reason };
		await this.store.add(unlinkedKey(identity), unlinked);
		await this.store.remove(syncedKey(identity));
		// An approval that led to this link is used up. A crash may have kept it, and it would be good for another account.
		const [word] = (await this.store.all<{ readonly at: number }>(verdictKey(identity))).slice(-1);
		if (word && word.at < linkedAt) {
			await this.store.remove(verdictKey(identity));
			await this.store.remove(requestKey(identity));
		}
		await this.store.remove(linkKey(identity));
	}

	/** Undoes a link that was made a moment ago and that nobody has used. */
	async takeBack({ identity }: Link): Promise<void> {
		await this.store.remove(linkKey(identity));
	}

	/** The account is gone; its links go with it, and a new account of the same name inherits none. */
	async unlinkAllOf(userId: string): Promise<void> {
		for (const link of await this.of(userId)) await this.unlink(link, 'account_deleted');
	}
}

/** Every link there is, in the order in which they were made. */
export const allLinks = async (store: StoreReader): Promise<Link[]> => linksIn(await store.all<LinkRecord>(everyLink));

/**
 * The links whose identity begins with a character. The engine takes an answer of ten thousands of records in a time that
 * grows with its square: who goes through all links reads one shelf after the other.
 */
export async function linksOn(shelf: string, store: StoreReader): Promise<Link[]> {
	if (await areShelved(store)) return linksIn(await store.all<LinkRecord>(shelfKey(shelf)));
	return (await allLinks(store)).filter(({ identity }) => identity.startsWith(shelf));
}

/** So many links are read at once; more of them in parts. */
const readAtOnce = 2_000;

/** Whether there are more than are read at once. Identities are hashes: each shelf has about as many as any other. */
export const areMany = async (store: StoreReader): Promise<boolean> =>
	(await areShelved(store)) && (await linksOn(shelves[0]!, store)).length * shelves.length > readAtOnce;

/** Up to `most` links whose identity comes after the given one, or before it, in the order of identities. */
export async function linksBeside(
	side: 'after' | 'before',
	identity: string,
	most: number,
	store: StoreReader,
): Promise<Link[]> {
	const shelf = identity.slice(0, 1);
	const isBeside = (one: string, other: string): boolean => (side === 'after' ? one > other : one < other);
	const wanted = shelves.filter((one) => one === shelf || isBeside(one, shelf));
	const found: Link[] = [];
	for (const one of side === 'after' ? wanted : wanted.reverse()) {
		const links = (await linksOn(one, store)).filter((link) => isBeside(link.identity, identity));
		found.push(...links.sort((a, b) => (isBeside(a.identity, b.identity) ? 1 : -1)));
		if (found.length >= most) break;
	}
	const nearest = found.slice(0, most);
	return side === 'after' ? nearest : nearest.reverse();
}

/** Whether each link has its shelf. Those that were made before 1.0.0 had none. */
export const areShelved = async (store: StoreReader): Promise<boolean> =>
	(await store.all(everyLinkShelved)).length > 0;

/**
 * Gives links that were made before 1.0.0 their shelf: a second record of the same link, which counts as one with it.
 *
 * @param isOver whether the time for it is over; the next call continues
 */
export async function shelveLinks(store: Store, isOver: () => boolean): Promise<void> {
	if (await areShelved(store)) return;
	const shelved = new Set<string>();
	for (const shelf of shelves) {
		for (const { identity } of await store.all<LinkRecord>(shelfKey(shelf))) shelved.add(identity);
	}
	for (const link of await allLinks(store)) {
		if (shelved.has(link.identity)) continue;
		if (isOver()) return;
		await new Links(store).shelve(link);
	}
	await store.add(everyLinkShelved, { done: true });
}

function linksIn(records: readonly LinkRecord[]): Link[] {
	const byIdentity = new Map<string, LinkRecord[]>();
	for (const record of records) {
		byIdentity.set(record.identity, [...(byIdentity.get(record.identity) ?? []), record]);
	}
	return [...byIdentity.values()].flatMap((same) => newestOf(same) ?? []);
}

/**
 * Of two links that were made at once the older counts, with all that was noted about it since: a sign-in that noted
 * something may not have known yet what another did.
 */
function newestOf(records: readonly LinkRecord[]): Link | undefined {
	const [first, ...later] = records.filter((record): record is Link => !('isNote' in record));
	if (!first) return undefined;
	const link = later.reduce((one, other) => (other.userId === one.userId ? { ...one, ...other } : one), first);
	const notes = records.filter((record): record is LinkNote => 'isNote' in record);
	const note = notes.filter(({ userId, generation }) => userId === link.userId && generation === link.generation).pop();
	return note ? { ...link, casUser: note.casUser } : link;
}

/** The request of an identity, and what an admin said to it; see `requests.ts`. */
export const requestKey = (identity: string): string => `request:${identity}`;
export const verdictKey = (identity: string): string => `verdict:${identity}`;

/** What was synchronised by the link; see `sync/synced.ts`. */
export const syncedKey = (identity: string): string => `kept:${identity}`;
