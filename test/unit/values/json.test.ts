import fc from 'fast-check';

import { parseJsonObject } from '../../../src/values/json';

test.each([
	['an array', '[]'],
	['a text', '"text"'],
	['a number', '1'],
	['null', 'null'],
	['nothing', ''],
	['a cut object', '{"a":'],
	['two objects', '{}{}'],
	['65 levels', '{"a":'.repeat(65) + '1' + '}'.repeat(65)],
	['100 000 levels that never close', '['.repeat(100_000)],
	['levels hidden behind an escaped quote', `{"a\\"":${'['.repeat(70)}${']'.repeat(70)}}`],
	['levels hidden behind an escaped backslash', `{"a\\\\":${'['.repeat(70)}${']'.repeat(70)}}`],
])('%s is no object', (_, text) => {
	expect(parseJsonObject(text)).toBeUndefined();
});

test('64 levels are read, and brackets in texts are not levels', () => {
	expect(parseJsonObject('{"a":'.repeat(64) + '1' + '}'.repeat(64))).toBeDefined();
	expect(parseJsonObject(`{"a":"\\"${'['.repeat(100)}"}`)).toEqual({ a: `"${'['.repeat(100)}` });
});

test('names that mean something in JavaScript mean nothing here, at any depth', () => {
	const claims = parseJsonObject('{"__proto__":{"a":1},"b":[{"__proto__":{"a":1}}],"hasOwnProperty":0}');
	expect(Object.keys(claims ?? {})).toEqual(['b', 'hasOwnProperty']);
	expect(claims?.a).toBeUndefined();
	expect(claims?.constructor).toBeUndefined();
	const [nested] = claims?.b as Record<string, unknown>[];
	expect(nested?.a).toBeUndefined();
	expect(nested?.toString).toBeUndefined();
});

test('of two members with one name the last counts', () => {
	expect(parseJsonObject('{"sub":"a","sub":"b"}')).toEqual({ sub: 'b' });
});

test('reads every object that JSON can write', () => {
	fc.assert(
		fc.property(
			fc.dictionary(
				fc.string().filter((key) => key !== '__proto__'),
				fc.jsonValue({ maxDepth: 5 }),
			),
			(value) => {
				const text = JSON.stringify(value);
				fc.pre(!text.includes('__proto__'));
				expect(JSON.stringify(parseJsonObject(text))).toBe(text);
			},
		),
	);
});

test('never throws', () => {
	fc.assert(fc.property(fc.string(), (text) => void parseJsonObject(text)));
});
