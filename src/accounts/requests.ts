import { maskAddress, personOf } from '../identity/person';
import { LoginError } from '../errors';
import type { Identity, IdentityKey } from '../identity/identity';
import { sha256 } from '../values/digest';
import { randomReference } from '../values/random';
import { cleanText } from '../values/foreignText';
import { describeLink } from './describeLink';
import { requestKey, verdictKey } from './links';
import type { Needs } from '../ports/ports';
import type { StoreReader } from '../ports/store';

/** A request for an account, or a link, that waits for an admin. The person has proven the identity. */
export interface AccountRequest {
	/** What the person is shown, and the admin types: eight characters that can be read out. */
	readonly reference: string;
	/** Hash of the identity's key; see `identityKey`. */
	readonly identity: string;
	/** The key itself, for the link that an admin may have made of it. */
	readonly key: IdentityKey;
	/** Id of the provider. */
	readonly providerId: string;
	/** A new account, or a link to one that the person has and can't prove to be theirs. */
	readonly wish: Wish;
	/** What the account would be called, or what the person is called where they have one already. */
	readonly username?: string;
	readonly name?: string;
	/** Shortened: only those who know the person recognise it. */
	readonly email?: string;
	/** In full, for the page on which an admin decides; it goes with the request. Absent in requests of an earlier version. */
	readonly fullEmail?: string;
	/** Whether the provider vouches for the address. */
	readonly emailVerified: boolean;
	/** Hash of all that an admin sees of the account; see {@link seenHash}. An approval is for this, and for nothing else. */
	readonly seen: string;
	/** Milliseconds since 1970. */
	readonly askedAt: number;
}

export type Wish = 'create' | 'connect';

/** What an admin said to a request. */
export type Answer = 'approved' | 'refused';

interface Verdict {
	readonly identity: string;
	readonly answer: Answer;
	/** Of the request that was answered. */
	readonly seen: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

type RequestPorts = Needs<'store' | 'now'>;

/** What it takes to know who waits. */
export type RequestReader = Needs<'now'> & { readonly store: StoreReader };

/** So many of one provider may wait: more are an attack, or too many to read. Those of the others have room of their own. */
export const requestLimit = 100;
/** Milliseconds: a request without an answer by then, and an approval that was not used, is void. */
export const requestLifetime = 30 * 24 * 3600_000;

const everyRequest = 'requests';
const everyVerdict = 'verdicts';

/**
 * Who waits for an admin's approval, and what the admins said. One identity has one request, however often it comes, and
 * an answer is not asked for again while it stands.
 */
export class Requests {
	constructor(private readonly ports: RequestPorts) {}

	/** What an admin said to this identity, in the last thirty days; the last word counts. */
	async answerTo(identity: string): Promise<Answer | undefined> {
		return this.lastWord(await this.ports.store.all<Verdict>(verdictKey(identity)))?.answer;
	}

	/** Whether an admin has approved of this very account for the identity. */
	async approves(identity: string, asked: AskedAccount): Promise<boolean> {
		const word = this.lastWord(await this.ports.store.all<Verdict>(verdictKey(identity)));
		return word?.answer === 'approved' && word.seen === (await seenHash(asked));
	}

	/**
	 * Has the identity wait, if it does not already for the same.
	 *
	 * @param wanted the username that an account would have, where there is one to be had
	 * @throws LoginError `approval_refused` where an admin said no, `requests_full` where too many wait
	 */
	async ask(
		identity: string,
		providerId: string,
		{ provider, issuer, subject, name, email, emailVerified, ...described }: Identity,
		wish: Wish,
		wanted?: string,
	): Promise<{ readonly request: AccountRequest; readonly isNew: boolean }> {
		if ((await this.answerTo(identity)) === 'refused') throw new LoginError('approval_refused');
		const [waiting, earlier] = await Promise.all([this.waiting(), this.ports.store.all(requestKey(identity))]);
		const known = waiting.find((one) => one.identity === identity);
		const username = wanted ?? described.username;
		const seen = await seenHash({ username, name, email, emailVerified });
		if (known?.wish === wish && known.seen === seen) return { request: known, isNew: false };
		if (!known && isFull(waiting, providerId)) throw new LoginError('requests_full', providerId);
		const request: AccountRequest = {
			reference: randomReference(),
			identity,
			key: { provider, issuer, subject },
			providerId,
			wish,
			...(username === undefined ? {} : { username: cleanText(maskedName(username), 64) }),
			...(name === undefined ? {} : { name: cleanText(name, 64) }),
			...(email === undefined ? {} : { email: maskAddress(email), fullEmail: cleanText(email, 254) }),
			emailVerified,
			seen,
			askedAt: this.ports.now(),
		};
		// One that waits for something else, or was answered and is no longer what it was.
		if (earlier.length > 0) await this.ports.store.remove(requestKey(identity));
		await this.ports.store.add(requestKey(identity), request, everyRequest);
		return { request, isNew: true };
	}

	/** See {@link waitingRequests}. */
	async waiting(): Promise<AccountRequest[]> {
		return waitingRequests(this.ports);
	}

	/** @param reference as someone typed it; of a request that waits, or that was answered */
	async find(reference: string): Promise<AccountRequest | undefined> {
		const wanted = reference.trim().toUpperCase();
		const requests = await this.ports.store.all<AccountRequest>(everyRequest);
		return requests.find((one) => one.reference === wanted && this.isCurrent(one.askedAt));
	}

	/** What was refused can still be approved: an admin may correct a mistake. */
	async answer({ identity, seen }: AccountRequest, answer: Answer): Promise<void> {
		const verdict: Verdict = { identity, answer, seen, at: this.ports.now() };
		await this.ports.store.add(verdictKey(identity), verdict, everyVerdict);
	}

	/** Refuses everyone of a provider who waits. @returns how many */
	async refuseAllOf(providerId: string): Promise<number> {
		const waiting = (await this.waiting()).filter((one) => one.providerId === providerId);
		for (const request of waiting) await this.answer(request, 'refused');
		return waiting.length;
	}

	/** The identity has its account: an approval is good for one. */
	async settle(identity: string): Promise<void> {
		await this.ports.store.remove(verdictKey(identity));
		await this.ports.store.remove(requestKey(identity));
	}

	/** Forgets what is void. */
	async purge(): Promise<void> {
		const { store } = this.ports;
		for (const { identity, askedAt } of await store.all<AccountRequest>(everyRequest)) {
			if (!this.isCurrent(askedAt)) await store.remove(requestKey(identity));
		}
		for (const { identity, at } of await store.all<Verdict>(everyVerdict)) {
			if (!this.isCurrent(at)) await store.remove(verdictKey(identity));
		}
	}

	private lastWord(verdicts: readonly Verdict[]): Verdict | undefined {
		return lastWord(verdicts, this.ports.now());
	}

	private isCurrent(at: number): boolean {
		return isCurrent(at, this.ports.now());
	}
}

const isCurrent = (at: number, now: number): boolean => at + requestLifetime > now;

const lastWord = (verdicts: readonly Verdict[], now: number): Verdict | undefined =>
	verdicts.filter(({ at }) => isCurrent(at, now)).pop();

/** Which of two people that look alike it is; see {@link describeLink}. */
export const describeRequest = (request: AccountRequest): string =>
	describeLink({ ...request.key, person: personOf(request) });

/** Who waits, longest first; each identity once. */
export async function waitingRequests({ store, now }: RequestReader): Promise<AccountRequest[]> {
	const time = now();
	const [requests, verdicts] = await Promise.all([
		store.all<AccountRequest>(everyRequest),
		store.all<Verdict>(everyVerdict),
	]);
	const words = new Map(verdicts.filter(({ at }) => isCurrent(at, time)).map((word) => [word.identity, word]));
	// Two that came at once both tell their reference, and both references lead to the one.
	const firsts = new Map([...requests].reverse().map((request) => [request.identity, request]));
	return requests.filter(
		(request) =>
			isCurrent(request.askedAt, time) &&
			firsts.get(request.identity) === request &&
			!settles(words.get(request.identity), request.seen),
	);
}

/** What an admin is shown of an account before there is one. */
export interface AskedAccount {
	readonly username?: string | undefined;
	readonly name?: string | undefined;
	/** In full. */
	readonly email?: string | undefined;
	readonly emailVerified: boolean;
}

const seenHash = ({ username, name, email, emailVerified }: AskedAccount): Promise<string> =>
	sha256(JSON.stringify([username ?? null, name ?? null, email ?? null, emailVerified]));

/** A refusal is for the identity, whatever it calls itself next; an approval is for what was seen. */
const settles = (word: Verdict | undefined, seen: string): boolean =>
	word !== undefined && (word.answer === 'refused' || word.seen === seen);

const isFull = (waiting: readonly AccountRequest[], providerId: string): boolean =>
	waiting.filter((one) => one.providerId === providerId).length >= requestLimit;

/** Ids of the providers of which no more requests are taken. */
export const fullProviders = (waiting: readonly AccountRequest[]): string[] =>
	[...new Set(waiting.map(({ providerId }) => providerId))].filter((id) => isFull(waiting, id));

/** Many a username is an address. */
const maskedName = (username: string): string => (username.includes('@') ? maskAddress(username) : username);
