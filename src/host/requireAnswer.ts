/** What an accessor answered. Most of them answer null, and give no reason, where a permission is missing. */
export function requireAnswer<T>(found: T | null | undefined): T {
	if (!found) throw new Error('The server gave nothing: is a permission missing?');
	return found;
}
