import type { Slot } from '../ports/memory';

/** Makes one call of many that are wanted at once; one that has failed is not made again within two seconds. */
export class SharedCalls {
	private readonly calls = new Map<string, { readonly answer: Promise<unknown>; failedAt?: number }>();

	run<T>(key: string, call: () => Promise<T>): Promise<T> {
		const running = this.calls.get(key);
		if (running && !(running.failedAt !== undefined && running.failedAt + 2_000 < Date.now())) {
			return running.answer as Promise<T>;
		}
		const answer = call();
		const entry: { readonly answer: Promise<unknown>; failedAt?: number } = { answer };
		this.calls.set(key, entry);
		answer.then(
			() => this.calls.delete(key),
			() => (entry.failedAt = Date.now()),
		);
		return answer;
	}
}

export const sharedCalls: Slot<SharedCalls> = () => new SharedCalls();
