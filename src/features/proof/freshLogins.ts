import { useOnce } from '../../browser/once';
import type { Storage } from '../../ports/ports';

/** Core has let a person in just now. */
interface FreshLogin {
	readonly userId: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** A page that had the person sign in. */
export interface AskedFor {
	readonly userId: string;
	/** Milliseconds since 1970: when the page asked, and when the account answered its challenge. */
	readonly askedAt: number;
	readonly answeredAt: number;
}

/** Milliseconds between the login that a page makes and the command that it runs with that session. */
const longestGap = 15_000;
/** Milliseconds that the clocks of the instances that notice login and command may differ. */
const clockTolerance = 2_000;

const hour = 3600_000;

/** Hours back for which a purge looks: the upkeep comes daily, and may fail for a day or two. */
const purgedHours = 72;

/** Logins of one hour are removed by one call, and read by none. */
const hourKey = (at: number): string => `fresh-logins:${Math.floor(at / hour)}`;
const personKey = (userId: string): string => `fresh-login:${userId}`;

/**
 * The last login of each person, as core's event tells it: a login with a password and, where there is one, the second
 * factor, or by another service; never a session that was resumed, nor a login that the app made. It is what a page's word
 * about a password is checked against, because a page can say anything.
 */
export class FreshLogins {
	constructor(private readonly ports: Storage) {}

	async note(userId: string): Promise<void> {
		const { store, now } = this.ports;
		const at = now();
		await store.remove(personKey(userId));
		await store.add(personKey(userId), { userId, at } satisfies FreshLogin, hourKey(at));
	}

	/** Whether the person signed in for this page: after it asked, and right before the account answered. Good for one page. */
	async use({ userId, askedAt, answeredAt }: AskedFor): Promise<boolean> {
		const { store, memory, now } = this.ports;
		const logins = await store.all<FreshLogin>(personKey(userId));
		const login = logins.find(
			({ at }) => at >= askedAt && at <= answeredAt + clockTolerance && answeredAt - at <= longestGap,
		);
		return login !== undefined && useOnce(`fresh-login:${userId}:${login.at}`, now() + 3600_000, store, memory);
	}

	/** Forgets what no page can ask for any more. */
	async purge(): Promise<void> {
		const { store, now } = this.ports;
		for (let hours = 2; hours < purgedHours; hours++) await store.remove(hourKey(now() - hours * hour));
	}
}
