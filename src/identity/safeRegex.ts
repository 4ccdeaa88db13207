/**
 * Regular expressions that an admin may write, and that somebody else's text is then matched with. The sandbox can't
 * stop a match that takes hours, so its cost is bounded beforehand, by both lengths and by the expression's shape.
 */
const maximumPattern = 200;

/** Characters. An e-mail address has at most 254. */
export const maximumInput = 256;

/**
 * In how many ways an expression may try to match; 2^27 is a fifth of a second at worst. It leaves room for three
 * `+` or `*` behind a `^`, or for two without it.
 */
const maximumWays = 8 * maximumInput ** 3;

export type RegexError =
	/** Longer than {@link maximumPattern}. */
	| 'regex_too_long'
	/** Not a regular expression. */
	| 'regex_invalid'
	/** Look-behind, back-reference, or a group of another kind than `( )`, `(?: )`, `(?<name> )`, `(?= )`, `(?! )`. */
	| 'regex_unsupported'
	/** A quantifier inside a quantified group, or too many of them one after the other. */
	| 'regex_too_slow';

/** Compiles `source`, without flags, or tells why it must not be used. Match it by {@link matchBounded} only. */
export function safeRegex(source: string): RegExp | { readonly error: RegexError } {
	if (source.length > maximumPattern) {
		return { error: 'regex_too_long' };
	}
	try {
		const regex = new RegExp(source);
		const ways = new WayCounter(source).count();
		return ways > maximumWays ? { error: 'regex_too_slow' } : regex;
	} catch (error) {
		return { error: error instanceof Unsupported ? 'regex_unsupported' : 'regex_invalid' };
	}
}

/** Longer text matches nothing: the bound on an expression's cost holds for {@link maximumInput} characters. */
export function matchBounded(regex: RegExp, text: string): RegExpExecArray | null {
	return text.length > maximumInput ? null : regex.exec(text);
}

class Unsupported extends Error {}

/**
 * Counts the ways in which a backtracking matcher can walk through an expression, from above: alternatives add up,
 * what follows each other multiplies, a quantifier offers one way per number of repetitions, each with the ways of
 * what is repeated. `(a+)+` comes to 256^256, `(a|b)*` to 2^256.
 *
 * It reads only syntax that `RegExp` has accepted before.
 */
class WayCounter {
	private position = 0;

	constructor(private readonly source: string) {}

	count(): number {
		const { ways, branches } = this.alternatives();
		const anchored = this.source.startsWith('^') && branches === 1;
		return anchored ? ways : ways * maximumInput;
	}

	private alternatives(): { ways: number; branches: number } {
		let ways = this.sequence();
		let branches = 1;
		while (this.take(/\|/y)) {
			ways += this.sequence();
			branches += 1;
		}
		return { ways, branches };
	}

	private sequence(): number {
		let ways = 1;
		while (this.position < this.source.length && !/[|)]/.test(this.source.charAt(this.position))) {
			ways *= this.repeated(this.atom());
		}
		return ways;
	}

	private atom(): number {
		if (this.take(/\\(?:[1-9]|k)/y)) {
			throw new Unsupported();
		}
		if (this.take(/\((?:\?(?::|=|!|<(?![=!])[^>]*>))?/y)) {
			if (this.take(/\?/y)) {
				throw new Unsupported();
			}
			const { ways } = this.alternatives();
			this.take(/\)/y);
			return ways;
		}
		this.take(/\[(?:[^\]\\]|\\[^])*\]|\\[^]|[^]/y);
		return 1;
	}

	private repeated(ways: number): number {
		const quantifier = this.take(/(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y);
		if (!quantifier) {
			return ways;
		}
		const [text, from = '', comma, to] = quantifier;
		const sign = text.charAt(0);
		const least = sign === '{' ? Number(from) : sign === '+' ? 1 : 0;
		const stated = sign === '?' ? 1 : sign === '{' ? Number(comma ? to || maximumInput : from) : maximumInput;
		const most = Math.max(least, Math.min(stated, maximumInput));
		return (most - least + 1) * ways ** most;
	}

	private take(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.position;
		const match = pattern.exec(this.source);
		this.position += match?.[0].length ?? 0;
		return match;
	}
}
