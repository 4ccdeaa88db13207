/** An action whose faults do not get out: the page is not ours. */
export function guarded(action: () => void): () => void {
	return () => {
		try {
			action();
		} catch {
			// What fails here must not be seen on the page.
		}
	};
}
