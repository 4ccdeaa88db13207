/**
 * Copies plain data. `structuredClone` would do but for its dates: in a test runner's sandbox they are of another
 * realm, and the engine's encoder does not know them.
 */
export function clone<Value>(value: Value): Value {
	if (value instanceof Date) {
		return new Date(value) as Value;
	}
	if (Array.isArray(value)) {
		return value.map((each: unknown) => clone(each)) as Value;
	}
	if (value instanceof Map) {
		return new Map([...value].map(([key, each]) => [key as unknown, clone(each as unknown)])) as Value;
	}
	if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
		return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, clone(each as unknown)])) as Value;
	}
	return value;
}
