import type { AttemptEntry } from '../../../src/attempts/attemptLog';
import { csv } from '../../../src/attempts/csv';
import { daysOf } from '../../../src/attempts/days';
import type { AttemptFilter } from '../../../src/attempts/filter';
import { matches, pageOf, readFilter } from '../../../src/attempts/filter';

describe('readFilter', () => {
	test.each<[Record<string, unknown>, AttemptFilter]>([
		[{}, {}],
		[
			{ provider: 'okta', outcome: 'failed', who: ' ada ' },
			{ provider: 'okta', outcome: 'failed', who: 'ada' },
		],
		[{ outcome: 'client_refused' }, { outcome: 'client_refused' }],
		[{ outcome: 'signed_in' }, { outcome: 'signed_in' }],
		[{ provider: '../okta', outcome: 'toString', who: '   ' }, {}],
		[{ provider: ['okta'], outcome: { a: 1 }, who: 7 }, {}],
		[{ who: 'x'.repeat(500) }, { who: 'x'.repeat(64) }],
	])('%j -> %j', (query, expected) => {
		expect(readFilter(query)).toEqual(expected);
	});
});

const entry = (content: Partial<AttemptEntry>): AttemptEntry => ({ id: 'K7QF2M9X', at: 0, ...content });

test.each<[AttemptFilter, Partial<AttemptEntry>, boolean]>([
	[{}, {}, true],
	[{ provider: 'okta' }, { provider: 'okta' }, true],
	[{ provider: 'okta' }, { provider: 'github' }, false],
	[{ outcome: 'signed_in' }, {}, true],
	[{ outcome: 'signed_in' }, { departed: true }, false],
	[{ outcome: 'failed' }, { code: 'client_refused' }, true],
	[{ outcome: 'failed' }, { departed: true }, false],
	[{ outcome: 'failed' }, {}, false],
	[{ outcome: 'state_used' }, { code: 'client_refused' }, false],
	[{ who: 'ada' }, { userId: 'id-of-ada' }, true],
	[{ who: 'ada' }, { userId: 'id-of-bob' }, false],
	[{ who: 'A…@' }, { person: 'a…@m….com' }, true],
	[{ who: 'ada' }, {}, false],
])('%j, %j: %s', (filter, content, expected) => {
	expect(matches(filter, 'id-of-ada')(entry(content))).toBe(expected);
});

test('a name that no account has matches nobody without an account', () => {
	expect(matches({ who: 'nobody' }, undefined)(entry({}))).toBe(false);
});

test.each<[unknown, number[], number]>([
	[undefined, [1, 2], 1],
	['2', [3, 4], 2],
	['3', [5], 3],
	['99', [5], 3],
	['0', [1, 2], 1],
	['-1', [1, 2], 1],
	['1e9', [1, 2], 1],
	[['2'], [1, 2], 1],
])('page %j', (asked, items, page) => {
	expect(pageOf([1, 2, 3, 4, 5], asked, 2)).toEqual({ items, page, pages: 3 });
});

test('a list of nothing has one page', () => {
	expect(pageOf([], '4', 2)).toEqual({ items: [], page: 1, pages: 1 });
});

describe('csv', () => {
	test.each([
		['plain', '"plain"'],
		['a "quoted", one\nline', '"a ""quoted"", one\nline"'],
		['=HYPERLINK("https://evil.example")', `"'=HYPERLINK(""https://evil.example"")"`],
		['+1', `"'+1"`],
		['-1', `"'-1"`],
		['@SUM(A1)', `"'@SUM(A1)"`],
		['\t=1', `"'\t=1"`],
		['\r=1', `"'\r=1"`],
		['a\t=1', `"a\t'=1"`],
		[' =1', `"' =1"`],
		['＝1', `"'＝1"`],
		[
			'access_denied: no;=HYPERLINK("https://evil.example")',
			`"access_denied: no;'=HYPERLINK(""https://evil.example"")"`,
		],
		['a;"=1', `"a;'""=1"`],
		['a, -1|+2', `"a,' -1|'+2"`],
		['2026-01-01; a=b', '"2026-01-01; a=b"'],
	])('%j', (value, expected) => {
		expect(csv([[value]])).toBe(`\uFEFF${expected}\r\n`);
	});
});

test('each day has its outcomes, with those that were only counted, and nobody who is not back yet', () => {
	const day = (text: string): number => Date.parse(`${text}T12:00:00Z`);
	const entries = [
		entry({ at: day('2026-03-01'), code: 'client_refused', more: 4 }),
		entry({ at: day('2026-03-01') }),
		entry({ at: day('2026-03-02'), departed: true }),
		entry({ at: day('2026-02-27') }),
	];
	expect(daysOf(entries, day('2026-03-02'), 3).map(({ date, counts }) => [date, [...counts]])).toEqual([
		['2026-02-28', []],
		[
			'2026-03-01',
			[
				['client_refused', 5],
				['signed_in', 1],
			],
		],
		['2026-03-02', []],
	]);
});
