/** A setting as trimmed text; whatever is not text counts as not filled in. */
export const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** A comma-separated setting. */
export const list = (value: unknown): string[] =>
	text(value)
		.split(',')
		.map((item) => item.trim())
		.filter(Boolean);
