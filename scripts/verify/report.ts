import type { Secrets } from './secrets';
import { reasonOf } from './server';

export type Result = 'holds' | 'does not hold' | 'not tried';

export interface Row {
	/** Always the same for the same claim, whatever the server. */
	readonly id: string;
	readonly claim: string;
	readonly result: Result;
	/** What was seen, or why it was not tried. */
	readonly detail: string;
}

/** What each row of the table claims. */
export const claims = {
	installed: 'The app can be installed and enabled',
	begins: 'A custom provider can be set up, and a sign-in with it begins',
	first: 'The first sign-in makes an account, as the provider describes the person',
	second: 'The second sign-in leads to the same account',
	signOut: 'Signing out ends the session',
	foreign: 'A callback that this browser did not ask for is refused',
	once: 'An answer of the provider is good for one sign-in',
	taken: 'An account whose username the provider names is not handed over',
	linked: 'Its owner proves it, and the identity is linked to it',
	linkUsed: 'After that, the provider leads to the linked account',
	password: 'In the browser: a wrong password does not link, the right one does',
	popup: 'In the browser: the button opens a popup, which signs in and closes; a reload keeps the session',
	redirect: 'In the browser: a button in redirect style leads to the provider and back, signed in',
	cancelled: 'In the browser: a sign-in that is cancelled at the provider says so, and leads back',
	disabled: 'A deactivated account is refused',
	log: 'The app’s log holds nothing that can be used',
	settings: 'The server’s own settings are as they were before',
	removed: 'Everything that was made is removed',
} as const;

export type RowId = keyof typeof claims;

/** That a claim is not true here. */
class DoesNotHold extends Error {}

/** @param reason a sentence for the table */
export function fail(reason: string): never {
	throw new DoesNotHold(reason);
}

/** @throws DoesNotHold with the sentence, unless the condition is met */
export function assertThat(condition: unknown, otherwise: string): asserts condition {
	if (!condition) fail(otherwise);
}

/** Collects the rows, and says each when it is known. */
export class Report {
	private readonly found = new Map<RowId, Row>();

	constructor(
		private readonly secrets: Secrets,
		private readonly say: (line: string) => void,
		/** Once it is aborted, no further row is tried. */
		private readonly stop: AbortSignal,
	) {}

	/** In the order of the claims; those that nobody has tried, too. */
	get rows(): readonly Row[] {
		return (Object.keys(claims) as RowId[]).map((id) => this.found.get(id) ?? rowOf(id, 'not tried', 'the run ended'));
	}

	/**
	 * Tries what a row claims.
	 *
	 * @param needs rows without which it cannot be tried
	 * @param action returns what was seen
	 */
	async try(id: RowId, needs: readonly RowId[], action: () => Promise<string>): Promise<void> {
		const missing = needs.find((need) => this.found.get(need)?.result !== 'holds');
		if (this.stop.aborted) return this.add(id, 'not tried', 'stopped');
		if (missing) return this.add(id, 'not tried', `it needs: ${claims[missing]}`);
		try {
			this.add(id, 'holds', await action());
		} catch (error) {
			// A signal from the terminal also ends the provider and the browser: what fails then says nothing.
			if (this.stop.aborted) this.add(id, 'not tried', 'stopped');
			else this.add(id, 'does not hold', reasonOf(error));
		}
	}

	holds(id: RowId): boolean {
		return this.found.get(id)?.result === 'holds';
	}

	add(id: RowId, result: Result, detail: string): void {
		const row = rowOf(id, result, this.secrets.redact(detail).split('\n')[0]!);
		this.found.set(id, row);
		this.say(lineOf(row));
	}
}

const rowOf = (id: RowId, result: Result, detail: string): Row => ({ id, claim: claims[id], result, detail });

const lineOf = ({ claim, result, detail }: Row): string =>
	`${result.padEnd(13)}  ${claim}${detail ? ` (${detail})` : ''}`;

export const tableOf = (rows: readonly Row[]): string => rows.map(lineOf).join('\n');
