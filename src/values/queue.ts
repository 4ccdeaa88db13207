/** Work that is done one at a time in this process, in the order in which it was asked for. */
export class Queue {
	private last: Promise<unknown> = Promise.resolve();

	run<T>(work: () => Promise<T>): Promise<T> {
		const result = this.last.then(work);
		this.last = result.catch(() => undefined);
		return result;
	}
}
