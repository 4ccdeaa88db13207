import { areTooSlow, matchBounded, MatchBudget, maximumInput, safeRegex } from '../../../src/identity/safeRegex';

describe('safeRegex', () => {
	test.each([
		'^(.+)@',
		'@(.+)$',
		'^([^@]+)@([^@]+)$',
		'^(.+)\\.(.+)@(.+)$',
		'(\\w+)@(\\w+)',
		'^(?:ada|bob|eve)-(\\w+)$',
		'^(a)?b',
		'^([a-z]{2,8})\\d{4}',
		'^((?:ab){3})',
		'^((?:ab)+)',
		'[(+*?{]([)\\]+]+)',
		'^(\\/(.+))',
		'^(?=.*x)(.+)',
		'^(?!admin)(.+)',
		'^(?<local>.+)@',
		'a{,3}(b)',
		'{(x)',
		'[^]]',
		'\\u0041([\\]]+)',
		'',
		'^[0-9a-zA-Z-_.]+$',
	])('%s may be used, and is the same expression', (source) => {
		expect(safeRegex(source)).toEqual(new RegExp(source));
	});

	test.each([
		['(a+)+$', 'regex_too_slow'],
		['(a*)*', 'regex_too_slow'],
		['(?:a+)*', 'regex_too_slow'],
		['((a+)b)+', 'regex_too_slow'],
		['(a|b)*', 'regex_too_slow'],
		['(a|aa)+$', 'regex_too_slow'],
		['(a?){30}', 'regex_too_slow'],
		['(a{1,9}){9}', 'regex_too_slow'],
		['(.*)(.*)(.*)x', 'regex_too_slow'],
		['^(.*)(.*)(.*)(.*)x', 'regex_too_slow'],
		['^.{1,}.{1,}.{1,}.{1,}x', 'regex_too_slow'],
		['a|^(.*)(.*)(.*)x', 'regex_too_slow'],
		['^a|(.*)(.*)(.*)x', 'regex_too_slow'],
		['^(?=(.*)(.*))(?=(.*)(.*))x', 'regex_too_slow'],
		['(a|a)'.repeat(30), 'regex_too_slow'],
		['a?'.repeat(30) + 'a'.repeat(30), 'regex_too_slow'],
		// Few ways, and much to do on each.
		[`^(.*)(.*)(.*)${'\\w'.repeat(50)}x`, 'regex_too_slow'],
		[`^${'a?'.repeat(26)}x`, 'regex_too_slow'],
		['(.)\\1', 'regex_unsupported'],
		['(?<n>.)\\k<n>', 'regex_unsupported'],
		['(?<=a)(b)', 'regex_unsupported'],
		['(?<!a)(b)', 'regex_unsupported'],
		['(', 'regex_invalid'],
		['a{2,1}', 'regex_invalid'],
		['*', 'regex_invalid'],
		['(a)' + 'b'.repeat(198), 'regex_too_long'],
	])('%s -> %s', (source, error) => {
		expect(safeRegex(source)).toEqual({ error });
	});

	// Without the bound, each of these would keep the test busy for longer than jest waits.
	test.each(['^(.*)(.*)(.*)x', '(.*)(.*)x', '^(a*)(a*)(a*)[^a]', '((?:(?:(?:a{3}){3}){3}){3})x'])(
		'what is let through ends: %s',
		(source) => {
			const regex = safeRegex(source) as RegExp;
			expect(matchBounded(regex, 'a'.repeat(maximumInput))).toBeNull();
			expect(matchBounded(regex, `${'a'.repeat(200)}x`)).not.toBeNull();
		},
	);
});

test('matchBounded matches up to its bound', () => {
	expect(matchBounded(/^(a+)$/, 'a'.repeat(maximumInput))?.[1]).toHaveLength(maximumInput);
	expect(matchBounded(/^(a+)$/, 'a'.repeat(maximumInput + 1))).toBeNull();
});

test('several expressions for one text are counted together', () => {
	const one = /^(.*)(.*)x/;
	const much = /^(.*)(.*)(.*)x/;
	expect(areTooSlow([one, one, one, one])).toBe(false);
	expect(areTooSlow([much])).toBe(false);
	expect(areTooSlow([much, much])).toBe(true);
});

describe('a list', () => {
	const much = /^(.*)(.*)(.*)x$/;
	const items = (count: number, length: number): string[] => Array<string>(count).fill('a'.repeat(length));

	test.each([
		['a thousand long ones, one repetition', /^(.*)x$/, items(1000, 256)],
		['a thousand names, two repetitions', /^(.*)(.*)x$/, items(1000, 100)],
		['a thousand short ones, three repetitions', much, items(1000, 20)],
		['one as long as it may be', much, items(1, 256)],
		['a thousand too long ones, which are not matched', much, items(1000, 257)],
		['none', much, []],
	])('%s: is matched', (_, regex, texts) => {
		expect(new MatchBudget().matchEach(regex, texts)).toEqual(texts.map(() => null));
	});

	test.each([
		['a thousand long ones, two repetitions', /^(.*)(.*)x$/, items(1000, 256)],
		['a thousand names, three repetitions', much, items(1000, 60)],
		['two as long as they may be', much, items(2, 256)],
	])('%s: is not, and nothing of it', (_, regex, texts) => {
		expect(new MatchBudget().matchEach(regex, texts)).toBeUndefined();
	});

	test('what was spent once is not there for another expression', () => {
		const budget = new MatchBudget();
		expect(budget.matchEach(much, items(1, 256))).toEqual([null]);
		expect(budget.matchEach(much, items(1, 256))).toBeUndefined();
	});
});
