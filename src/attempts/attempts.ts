import type { About, ErrorCode, LoginError } from '../errors';
import type { Entry, JournalPorts } from './journal';
import { Journal } from './journal';

/** How somebody's try to sign in ended. Of who it was, it never holds a full address. */
export interface AttemptEntry extends Entry, About {
	/** Absent where nothing failed: the person was signed in, or has only just set out. */
	readonly code?: ErrorCode;
	/** Sent to the provider, from where nobody has come back yet; see `departures.ts`. */
	readonly departed?: true;
	/** For the admin; see {@link LoginError.detail}. */
	readonly detail?: string;
}

/** The last few hundred attempts; the id of an entry is the reference on the page that the person saw. */
export class Attempts extends Journal<AttemptEntry> {
	constructor(ports: JournalPorts) {
		super({ name: 'attempts', limit: 400, kindOf }, ports);
	}

	/** For those who go on, without their session yet. */
	note(content: Omit<AttemptEntry, 'id' | 'at' | 'more'>): void {
		void this.add(content).catch(() => undefined);
	}

	/** A log that can't be written keeps nobody out. */
	signedIn(about: About): void {
		this.note(about);
	}

	/** The page that tells it does not wait for this. */
	failed({ code, detail, about }: LoginError, reference: string): void {
		void this.add({ ...about, code, ...(detail ? { detail } : {}) }, reference).catch(() => undefined);
	}
}

const kindOf = ({ code, departed, provider = '' }: Omit<AttemptEntry, 'id' | 'at'>): string =>
	`${departed ? 'departed' : (code ?? 'signed in')} ${provider}`;
