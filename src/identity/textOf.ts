/**
 * A single value of a claim as text; '' for everything that is none. Integers beyond 2^53 give nothing: parsing has
 * rounded them, and the number that was meant is gone.
 */
export function textOf(value: unknown): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'number':
			return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)) ? String(value) : '';
		case 'boolean':
			return String(value);
		default:
			return '';
	}
}
