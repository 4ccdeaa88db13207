import type { About, ErrorCode, LoginError } from '../errors';
import type { Entry } from './journal';
import { Journal } from './journal';
import type { Storage } from '../ports/ports';
import type { StoreReader } from '../ports/store';

/** How an attempt to sign in ended. It never holds a full e-mail address. */
export interface AttemptEntry extends Entry, About {
	/** Absent where nothing failed: the person was signed in, or has only just been sent to the provider. */
	readonly code?: ErrorCode;
	/** Sent to the provider, from which nobody has come back yet; see `sign-in/departures.ts`. */
	readonly departed?: true;
	/** For the admin; see {@link LoginError.detail}. Of a sign-in that worked: what it lacks. */
	readonly detail?: string;
}

const name = 'attempts';

/** Newest first. */
export const allAttempts = async (store: StoreReader): Promise<AttemptEntry[]> =>
	(await store.all<AttemptEntry>(name)).sort((a, b) => b.at - a.at);

/** When each identity last signed in, by the hash of its key; as far back as the log goes. Milliseconds since 1970. */
export async function lastUses(store: StoreReader): Promise<Map<string, number>> {
	const entries = (await allAttempts(store)).filter(({ code, departed }) => !code && !departed);
	return new Map(entries.reverse().flatMap(({ identity, at }) => (identity === undefined ? [] : [[identity, at]])));
}

/** The last few hundred attempts; the id of an entry is the reference on the page that the person saw. */
export class AttemptLog extends Journal<AttemptEntry> {
	constructor(ports: Storage) {
		super({ name, limit: 400, kindOf }, ports);
	}

	/** For attempts that are not over yet, and have no session. */
	note(content: Omit<AttemptEntry, 'id' | 'at' | 'more'>): void {
		void this.add(content).catch(() => undefined);
	}

	/** A log that can't be written refuses nobody. */
	signedIn(about: About, lacks?: string): void {
		this.note({ ...about, ...(lacks ? { detail: lacks } : {}) });
	}

	/** The page that tells it does not wait for this. */
	failed({ code, detail, about }: LoginError, reference: string): void {
		void this.add({ ...about, code, ...(detail ? { detail } : {}) }, reference).catch(() => undefined);
	}
}

const kindOf = ({ code, departed, provider = '' }: Omit<AttemptEntry, 'id' | 'at'>): string =>
	`${departed ? 'departed' : (code ?? 'signed in')} ${provider}`;
