/** What a provider says, as parsed: any member may be missing or of any type. Every object in it has no prototype. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Levels. The deepest honest documents (nested group claims) stay below ten. */
const maximumDepth = 64;

/**
 * Reads a JSON object that came from outside; undefined for everything else (not JSON, an array, a string, nested
 * deeper than {@link maximumDepth}). Its values are as {@link parseJson} reads them.
 */
export function parseJsonObject(text: string): JsonObject | undefined {
	const value = parseJson(text);
	return isJsonObject(value) ? value : undefined;
}

/**
 * Reads JSON that came from outside; undefined for what is none, or is nested deeper than {@link maximumDepth}.
 *
 * Of members with the same name the last one counts (RFC 8259 §4 leaves that open). `__proto__` members are left out, and
 * the objects, having no prototype, answer undefined to `constructor` and the like: no name in them can mean more than
 * data. An integer beyond 2^53 is read as the text of its digits: as a number it would be another one.
 */
export function parseJson(text: string): unknown {
	const exact = withExactIntegers(text);
	if (exact === undefined) return undefined;
	try {
		return JSON.parse(exact, withoutPrototype);
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

/** From a digit or a sign on, all that could belong to the number. */
const numberAt = /[-+.\dEe]+/y;

/**
 * The same JSON with quotes around each integer that a number can't hold exactly. Undefined for what is nested too deep,
 * so that it is refused before a recursive walk meets it. What was no JSON stays none.
 */
function withExactIntegers(text: string): string | undefined {
	let depth = 0;
	let inString = false;
	let exact = '';
	let copied = 0;
	for (let index = 0; index < text.length; index += 1) {
		const character = text[index]!;
		if (character === '"') {
			inString = !inString;
		} else if (inString) {
			// A backslash takes the next character with it: `\"` does not end the string.
			index += character === '\\' ? 1 : 0;
		} else if (character === '[' || character === '{') {
			depth += 1;
		} else if (character === ']' || character === '}') {
			depth -= 1;
		} else if (character === '-' || (character >= '0' && character <= '9')) {
			numberAt.lastIndex = index;
			const number = numberAt.exec(text)?.[0] ?? character;
			const end = index + number.length;
			if (isInexactInteger(number) && !isName(text, end)) {
				exact += `${text.slice(copied, index)}"${number}"`;
				copied = end;
			}
			index = end - 1;
		}
		if (depth > maximumDepth) {
			return undefined;
		}
	}
	return exact + text.slice(copied);
}

/** As JSON writes integers: what is none is left to be refused. */
const isInexactInteger = (number: string): boolean =>
	number.length > 15 && /^-?[1-9]\d*$/.test(number) && !Number.isSafeInteger(Number(number));

/** Whether what ends there would be the name of a member, which a number can't be. */
function isName(text: string, end: number): boolean {
	let next = end;
	while (/\s/.test(text[next] ?? '')) next += 1;
	return text[next] === ':';
}
