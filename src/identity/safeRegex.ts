/**
 * Regular expressions that an admin may write, and that someone else's text is then matched with. The sandbox can't
 * stop a match that takes hours, so its cost is bounded beforehand, by both lengths and by the expression's shape.
 */
const maximumPattern = 200;

/** Characters. An e-mail address has at most 254. */
export const maximumInput = 256;

/**
 * Steps of a match, for one text or for all texts of a list together. An expression that goes through all of them took
 * 0.6 s where this was measured, `^(.*)(.*)(.*)x$` a fiftieth of a second. It leaves room for three `+` or `*` and a few
 * characters behind a `^`, or for two without it.
 */
const maximumSteps = 4 * (maximumInput + 1) ** 3;

export type RegexError =
	/** Longer than {@link maximumPattern}. */
	| 'regex_too_long'
	/** Not a regular expression. */
	| 'regex_invalid'
	/** Look-behind, back-reference, or a group of another kind than `( )`, `(?: )`, `(?<name> )`, `(?= )`, `(?! )`. */
	| 'regex_unsupported'
	/** A quantifier inside a quantified group, or too many of them one after the other; see {@link maximumSteps}. */
	| 'regex_too_slow';

/** Compiles `source`, without flags, or tells why it must not be used. Match it by {@link matchBounded} only. */
export function safeRegex(source: string): RegExp | { readonly error: RegexError } {
	if (source.length > maximumPattern) {
		return { error: 'regex_too_long' };
	}
	try {
		const regex = new RegExp(source);
		return areTooSlow([regex]) ? { error: 'regex_too_slow' } : regex;
	} catch (error) {
		return { error: error instanceof Unsupported ? 'regex_unsupported' : 'regex_invalid' };
	}
}

/** Longer text matches nothing: the bound on an expression's cost holds for {@link maximumInput} characters. */
export function matchBounded(regex: RegExp, text: string): RegExpExecArray | null {
	return text.length > maximumInput ? null : regex.exec(text);
}

/** Whether one text may take too long that is matched with each of them. */
export const areTooSlow = (regexes: readonly RegExp[]): boolean =>
	regexes.reduce((sum, regex) => sum + stepsOf(regex, maximumInput), 0) > maximumSteps;

/** How many steps a match with any text of at most `length` characters takes at worst. */
const stepsOf = ({ source }: RegExp, length: number): number => new StepCounter(source, length).count();

/** What one list may cost, however many items it has, and however many expressions they are matched with. */
export class MatchBudget {
	private left = maximumSteps;

	/** @returns a match or null for each of the texts; undefined, with none of them matched, where too little is left */
	matchEach(regex: RegExp, texts: readonly string[]): Array<RegExpExecArray | null> | undefined {
		const costs = new Map<number, number>();
		for (const { length } of texts) {
			if (length > maximumInput) continue;
			const cost = costs.get(length) ?? stepsOf(regex, length);
			costs.set(length, cost);
			this.left -= cost;
			if (this.left < 0) return undefined;
		}
		return texts.map((text) => matchBounded(regex, text));
	}
}

class Unsupported extends Error {}

/** Ways through a part of an expression, and the steps that it takes to try them all. */
interface Cost {
	readonly ways: number;
	readonly steps: number;
}

/**
 * Counts the ways in which a backtracking matcher can walk through an expression, and its steps on all of them, from
 * above: alternatives add up, what follows each other multiplies, a quantifier offers one way per number of repetitions,
 * each with the ways of what is repeated. What comes last is tried once for each way through what is before it. `(a+)+`
 * comes to 256^256, `(a|b)*` to 2^256.
 *
 * It reads only syntax that `RegExp` has accepted before.
 */
class StepCounter {
	private position = 0;

	/** @param length of the longest text, in characters */
	constructor(
		private readonly source: string,
		private readonly length: number,
	) {}

	count(): number {
		const { steps, branches } = this.alternatives();
		const anchored = this.source.startsWith('^') && branches === 1;
		return anchored ? steps : steps * (this.length + 1);
	}

	private alternatives(): Cost & { readonly branches: number } {
		let { ways, steps } = this.sequence();
		let branches = 1;
		while (this.take(/\|/y)) {
			const other = this.sequence();
			ways += other.ways;
			steps += other.steps;
			branches += 1;
		}
		return { ways, steps, branches };
	}

	private sequence(): Cost {
		let ways = 1;
		// That it is there at all, or that the end is reached.
		let steps = 1;
		while (this.position < this.source.length && !/[|)]/.test(this.source.charAt(this.position))) {
			const next = this.repeated(this.atom());
			steps += ways * next.steps;
			ways *= next.ways;
		}
		return { ways, steps };
	}

	private atom(): Cost {
		if (this.take(/\\(?:[1-9]|k)/y)) {
			throw new Unsupported();
		}
		if (this.take(/\((?:\?(?::|=|!|<(?![=!])[^>]*>))?/y)) {
			if (this.take(/\?/y)) {
				throw new Unsupported();
			}
			const inner = this.alternatives();
			this.take(/\)/y);
			return inner;
		}
		this.take(/\[(?:[^\]\\]|\\[^])*\]|\\[^]|[^]/y);
		return { ways: 1, steps: 1 };
	}

	private repeated({ ways, steps }: Cost): Cost {
		const quantifier = this.take(/(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y);
		if (!quantifier) {
			return { ways, steps };
		}
		const [text, from = '', comma, to] = quantifier;
		const sign = text.charAt(0);
		const least = sign === '{' ? Number(from) : sign === '+' ? 1 : 0;
		const stated = sign === '?' ? 1 : sign === '{' ? Number(comma ? to || this.length : from) : this.length;
		const most = Math.max(least, Math.min(stated, this.length));
		return { ways: (most - least + 1) * ways ** most, steps: Math.max(1, most) * steps * ways ** most };
	}

	private take(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.position;
		const match = pattern.exec(this.source);
		this.position += match?.[0].length ?? 0;
		return match;
	}
}
