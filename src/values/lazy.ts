/** A value that costs something to get: it is asked for when it is first needed, and at most once. */
export interface Lazy<T> {
	/** Asks, the first time. Every later call has the same answer, a failure too. */
	get(): Promise<T>;
	/** What was answered; undefined as long as nobody asked, and where asking failed. Asks nothing itself. */
	readonly known: T | undefined;
}

export function lazy<T>(ask: () => Promise<T>): Lazy<T> {
	let answer: Promise<T> | undefined;
	let known: T | undefined;
	return {
		get: () => (answer ??= ask().then((value) => (known = value))),
		get known() {
			return known;
		},
	};
}
