import type { Store } from '../../ports/store';

/** Someone who is signed in to the account said so from within Rocket.Chat. */
interface Proof {
	/** Hash of the page's nonce. */
	readonly challenge: string;
	readonly userId: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly until: number;
}

/** Who answered a challenge, and when they last did. */
export type Answer = Pick<Proof, 'userId' | 'at'>;

/** Nobody needs more at a time, and nobody is to fill the store. */
const perPerson = 20;

const all = 'proofs';
const challengeKey = (challenge: string): string => `proof:${challenge}`;
const personKey = (userId: string): string => `proofs-of:${userId}`;

/** What came in by the slash command, until the page asks for it. */
export class Proofs {
	constructor(private readonly store: Store) {}

	/** @param at @param until milliseconds since 1970 */
	async add(challenge: string, userId: string, at: number, until: number): Promise<void> {
		if ((await this.store.all(personKey(userId))).length >= perPerson) await this.store.remove(personKey(userId));
		const proof: Proof = { challenge, userId, at, until };
		await this.store.add(challengeKey(challenge), proof, personKey(userId), all);
	}

	/** Takes all that came in for a challenge. @returns each account once */
	async take(challenge: string, now: number): Promise<Answer[]> {
		const proofs = await this.store.all<Proof>(challengeKey(challenge));
		await this.store.remove(challengeKey(challenge));
		const last = new Map(proofs.filter(({ until }) => until >= now).map(({ userId, at }) => [userId, at]));
		return [...last].map(([userId, at]) => ({ userId, at }));
	}

	/** Forgets what nobody came for. */
	async purge(now: number): Promise<void> {
		for (const { challenge, until } of await this.store.all<Proof>(all)) {
			if (until < now) await this.store.remove(challengeKey(challenge));
		}
	}
}
