import type { Needs } from '../ports/ports';
import type { Store } from '../ports/store';
import { sha256 } from '../values/digest';
import { randomString } from '../values/random';
import { readCookie, removeCookie, setCookie } from './cookies';

/** The pages that know their visitor. A visit of one is worth nothing at the other. */
export type VisitedPage = 'connections' | 'admin';

/**
 * How the visitor has proven the account: by a session of Rocket.Chat alone, by signing in with the password (and the
 * second factor, where there is one), or by signing in again with a linked identity. A session can be stolen: the other
 * two are what it takes to add a way in.
 */
export type ProvenBy = 'session' | 'password' | 'link';

/** What the visitor has proven. */
export interface Proven {
	readonly userId: string;
	readonly by: ProvenBy;
	/** The browser was signed in to the account: its pages watch whether it still is. */
	readonly inSession: boolean;
}

export interface Visit extends Proven {
	/** Names the record; a hash of what the browser's cookie holds. */
	readonly id: string;
	/** Stands in every form of the page: a request without it was not made by the page. */
	readonly token: string;
}

interface VisitRecord extends Proven {
	readonly id: string;
	readonly page: VisitedPage;
	/** See {@link sessionMark}. */
	readonly session: string;
	/** Milliseconds since 1970. */
	readonly until: number;
}

/** Seconds. */
export const visitLifetimes = { connections: 900, admin: 1800 } as const satisfies Record<VisitedPage, number>;

const pages = Object.keys(visitLifetimes) as readonly VisitedPage[];
const cookieName = (page: VisitedPage): string => `__Host-oauth-${page}`;

/** Visits of one person at a time, in all browsers: anyone who has more begins again. */
const perPerson = 10;

const everyVisit = 'visits';
const visitKey = (id: string): string => `visit:${id}`;
const personKey = (userId: string): string => `visits-of:${userId}`;

/**
 * Visits of the pages for people who have proven which account is theirs. A visit is a record of the store, and the
 * browser has a random value of which the record's name is a hash: the store opens no page, and a visit that was ended
 * is over in every browser and on every instance.
 */
export class Visits {
	constructor(private readonly ports: Needs<'store' | 'now'>) {}

	/**
	 * @param cookies of the request that proved it
	 * @returns the cookie that keeps it
	 */
	async begin(page: VisitedPage, { userId, by, inSession }: Proven, cookies: unknown): Promise<string> {
		const { store, now } = this.ports;
		const secret = randomString(32);
		const id = await sha256(secret);
		const lifetime = visitLifetimes[page];
		const [session, others] = await Promise.all([
			sessionMark(cookies),
			store.all<VisitRecord>(personKey(userId)),
			this.end(page, cookies),
		]);
		if (others.length >= perPerson) await endEach(others, store);
		const record: VisitRecord = { id, page, userId, by, inSession, session, until: now() + lifetime * 1000 };
		await store.add(visitKey(id), record, personKey(userId), everyVisit);
		return setCookie(cookieName(page), secret, lifetime);
	}

	/**
	 * The visit of this browser. One whose browser is signed in to Rocket.Chat otherwise than when it began - signed out,
	 * signed in again, or as another account - ends here.
	 */
	async open(page: VisitedPage, cookies: unknown): Promise<Visit | undefined> {
		const { store, now } = this.ports;
		const secret = secretIn(cookies, page);
		if (secret === undefined) return undefined;
		const id = await sha256(secret);
		const [record] = await store.all<VisitRecord>(visitKey(id));
		if (!record || record.page !== page || record.until <= now()) return undefined;
		if (record.session !== (await sessionMark(cookies))) {
			await store.remove(visitKey(id));
			return undefined;
		}
		const { userId, by, inSession } = record;
		return { id, userId, by, inSession, token: await sha256(`form:${secret}`) };
	}

	/** @returns the cookie that makes the browser forget it */
	async end(page: VisitedPage, cookies: unknown): Promise<string> {
		const secret = secretIn(cookies, page);
		if (secret !== undefined) await this.ports.store.remove(visitKey(await sha256(secret)));
		return removeCookie(cookieName(page));
	}

	/** Ends every visit of this browser. @returns the cookies that make it forget them; none where it has none */
	async endHere(cookies: unknown): Promise<string[]> {
		const visited = pages.filter((page) => readCookie(cookies, cookieName(page)) !== undefined);
		return Promise.all(visited.map((page) => this.end(page, cookies)));
	}

	/** Ends every visit of an account, in all browsers. @returns how many */
	async endAllOf(userId: string): Promise<number> {
		return endEach(await this.current(personKey(userId)), this.ports.store);
	}

	/** Ends every visit there is. @returns how many */
	async endAll(): Promise<number> {
		return endEach(await this.current(everyVisit), this.ports.store);
	}

	/** Ids of the accounts that visit the pages now; an account with two visits is there twice. */
	async visitors(): Promise<string[]> {
		return (await this.current(everyVisit)).map(({ userId }) => userId);
	}

	/** Forgets what is over. */
	async purge(): Promise<void> {
		const { store, now } = this.ports;
		await endEach(
			(await store.all<VisitRecord>(everyVisit)).filter(({ until }) => until <= now()),
			store,
		);
	}

	private async current(key: string): Promise<VisitRecord[]> {
		const { store, now } = this.ports;
		return (await store.all<VisitRecord>(key)).filter(({ until }) => until > now());
	}
}

async function endEach(visits: readonly VisitRecord[], store: Store): Promise<number> {
	for (const { id } of visits) await store.remove(visitKey(id));
	return visits.length;
}

function secretIn(cookies: unknown, page: VisitedPage): string | undefined {
	const value = readCookie(cookies, cookieName(page));
	return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

/*
 * Rocket.Chat's web client writes who is signed in into two cookies of the browser (`useStoreCookiesOnLogin.ts`), which
 * come along to the app's own paths. Anyone can write them in their own browser: they open nothing here. The client leaves
 * them behind at a sign-out (read: no version removes them).
 */

/** Changes when the browser is signed in to Rocket.Chat otherwise; a hash, so that no session is kept. */
const sessionMark = (cookies: unknown): Promise<string> =>
	sha256(JSON.stringify(['rc_uid', 'rc_token'].map((name) => readCookie(cookies, name) || null)));

/** Id of the account that the browser is signed in to, or was last; undefined where the cookies do not tell. */
export const signedInAs = (cookies: unknown): string | undefined => readCookie(cookies, 'rc_uid') || undefined;
