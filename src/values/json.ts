/** What a provider says, as parsed: any member may be missing or of any type. Every object in it has no prototype. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Levels. The deepest honest documents (nested group claims) stay below ten. */
const maximumDepth = 64;

/**
 * Reads a JSON object that came from outside; undefined for everything else (not JSON, an array, a string, nested
 * deeper than {@link maximumDepth}).
 *
 * Of members with the same name the last one counts. `__proto__` members are left out, and the objects, having no
 * prototype, answer undefined to `constructor` and the like: no name in them can mean more than data.
 */
export function parseJsonObject(text: string): JsonObject | undefined {
	if (isTooDeep(text)) {
		return undefined;
	}
	try {
		const value: unknown = JSON.parse(text, withoutPrototype);
		return isJsonObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutPrototype(name: string, value: unknown): unknown {
	if (name === '__proto__') {
		return undefined;
	}
	return isJsonObject(value) ? Object.setPrototypeOf(value, null) : value;
}

/** Counts brackets outside of strings, so that deep input is refused before a recursive walk meets it. */
function isTooDeep(text: string): boolean {
	let depth = 0;
	let inString = false;
	for (let index = 0; index < text.length; index += 1) {
		const character = text[index];
		if (character === '"') {
			inString = !inString;
		} else if (inString) {
			// A backslash takes the next character with it: `\"` does not end the string.
			index += character === '\\' ? 1 : 0;
		} else if (character === '[' || character === '{') {
			depth += 1;
		} else if (character === ']' || character === '}') {
			depth -= 1;
		}
		if (depth > maximumDepth) {
			return true;
		}
	}
	return false;
}
