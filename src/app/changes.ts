/** Milliseconds after the last change of a form. */
const quiet = 1_000;

/** Milliseconds after which the upkeep no longer waits, however many changes follow. */
const longest = 30_000;

/** What a job that has come is to do. */
export type Turn =
	| { readonly kind: 'run' }
	/** More has changed since it was scheduled: it is scheduled again. */
	| { readonly kind: 'again'; readonly at: number; readonly known: number }
	/** Another job is to come, later. */
	| { readonly kind: 'drop' };

/**
 * When the upkeep runs that changes of settings ask for: once, after the last of them. A form of a thousand settings is saved
 * one by one, and the upkeep of each would only take the time of the next.
 *
 * A job that is scheduled can't be moved: one that comes too early schedules the next. All times are milliseconds since 1970.
 */
export class Changes {
	/** The change that began the series, and the last one. */
	private first = 0;
	private last = 0;
	/** The job that is to come: which change it knows of, and when it is due. */
	private pending: { readonly known: number; readonly due: number } | undefined;

	/**
	 * A setting has changed.
	 *
	 * @returns when a job has to be scheduled, with `now` as what it knows of; undefined where one is to come
	 */
	note(now: number): number | undefined {
		if (this.last + quiet <= now) this.first = now;
		this.last = now;
		if (this.pending && this.pending.due > now) return undefined;
		this.pending = { known: now, due: now + quiet };
		return this.pending.due;
	}

	/**
	 * A job has come.
	 *
	 * @param known the last change that was known when it was scheduled; 0 for one that no change asked for
	 */
	turnOf(known: number, now: number): Turn {
		const isTime = known === 0 || this.last <= known || now - this.first >= longest;
		const isPending = this.pending?.known === known;
		if (isTime) {
			if (isPending) this.pending = undefined;
			this.first = now;
			return { kind: 'run' };
		}
		if (this.pending && !isPending) return { kind: 'drop' };
		this.pending = { known: this.last, due: Math.max(this.last, now) + quiet };
		return { kind: 'again', at: this.pending.due, known: this.last };
	}
}
