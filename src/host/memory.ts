import type { LoginError } from '../errors';
import type { SealingKey } from '../browser/seal';
import type { KeySource } from '../oauth/keySource';
import type { Problem } from '../settings/problems';
import { Throttle } from '../http/throttle';
import type { StoreReader } from '../ports/store';
import { TimedCache } from '../values/timedCache';
import { SharedCalls } from '../values/sharedCalls';

/**
 * What one process remembers to save work: nothing in here is needed to finish an attempt that another process, or this
 * one before a restart, began.
 */
export class Memory {
	/** Settings: a click on a button reads two dozen of them. Another instance's change is seen within the seconds. */
	readonly settings = new TimedCache(5_000);
	/** Records that every sign-in reads and that hardly ever change. */
	readonly records = new TimedCache(5_000);
	readonly sealingKeys = new Map<string, SealingKey>();
	readonly keySources = new Map<string, Promise<KeySource>>();
	/** Calls that many may want at the same time. */
	readonly shared = new SharedCalls();
	/** Counts requests, each kind apart: whoever only begins sign-ins keeps nobody from finishing one. */
	readonly throttles = { start: new Throttle(), callback: new Throttle(), report: new Throttle() };
	/** Attempts that are being finished here and now. */
	readonly inFlight = new Set<string>();
	/** Why nobody can sign in with a provider, by issuer: its metadata can't be had, and there is no good copy of it. */
	readonly unreadable = new Map<string, LoginError>();
	/** Settings whose last new value was refused, by id. */
	readonly rejected = new Map<string, Problem>();
	/** Providers from which people have come back, by the fingerprint of their settings. */
	readonly cameBack = new Set<string>();
	/** What the journals (`attempts/journal.ts`) count, by their names. */
	private readonly journals = new Map<string, JournalMemory>();
	/** Has the server know the settings of the custom providers of these names; the form is the one who can. */
	provideSections: (names: string) => Promise<void> = async () => undefined;
	/** The app is being disabled: from then on nothing of the workspace is changed but to put it back. */
	withdrawn = false;
	/** Says anew, in the admin's form, how things stand. */
	refreshForm: (store: StoreReader) => Promise<void> = async () => undefined;
	/** The upkeep that runs, or the last one. */
	upkeep: Promise<void> = Promise.resolve();
	/** Milliseconds since 1970: when the upkeep that a change of settings asked for runs. */
	upkeepDue = 0;

	journal(name: string): JournalMemory {
		const known = this.journals.get(name) ?? { added: 0, kinds: new Map() };
		this.journals.set(name, known);
		return known;
	}
}

/** What this process has written into a journal. */
export interface JournalMemory {
	added: number;
	/** By kind: how many entries in the last minute that had any, and how many of them were left out so far. */
	readonly kinds: Map<string, { readonly minute: number; readonly count: number; readonly leftOut: number }>;
}
