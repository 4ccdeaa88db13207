import type { Slot } from '../../ports/memory';
import type { Needs } from '../../ports/ports';
import { usernameOf } from '../userEvents';

/** Milliseconds: core tells of a login at once, and of none that failed. */
const eventWithin = 5_000;

/**
 * Logins at core that this process makes by itself. Core tells of them as of every other; by a username, because an
 * account that is being created has no id yet.
 */
export class OwnLogins {
	/** By username in lower case: until when an event may come, in milliseconds since 1970. */
	private readonly expected = new Map<string, number[]>();

	/** @param now milliseconds since 1970 */
	expect(username: string, now: number): void {
		for (const [name, times] of this.expected)
			this.keep(
				name,
				times.filter((until) => until > now),
			);
		const name = username.toLowerCase();
		this.keep(name, [...(this.expected.get(name) ?? []), now + eventWithin]);
	}

	/**
	 * Whether a login that core tells of is one of them, once for each. Of two logins of one account in the same moment it
	 * does not matter which is taken for the other.
	 */
	take(username: string, now: number): boolean {
		const name = username.toLowerCase();
		const [first, ...others] = (this.expected.get(name) ?? []).filter((until) => until > now);
		this.keep(name, others);
		return first !== undefined;
	}

	private keep(name: string, times: number[]): void {
		if (times.length > 0) this.expected.set(name, times);
		else this.expected.delete(name);
	}
}

export const ownLogins: Slot<OwnLogins> = () => new OwnLogins();

/** @param user as core's event hands it over. Each login is asked about once */
export function isOwnLogin(user: unknown, { memory, now }: Needs<'memory' | 'now'>): boolean {
	const username = usernameOf(user);
	return username !== undefined && memory.of(ownLogins).take(username, now());
}
