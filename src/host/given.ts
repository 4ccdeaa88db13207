/** What an accessor gave. Most of them answer null, and say nothing, where a permission is missing. */
export function given<T>(found: T | null | undefined): T {
	if (!found) throw new Error('The server gave nothing: is a permission missing?');
	return found;
}
