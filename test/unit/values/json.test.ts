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
				const isRounded = (one: unknown): boolean =>
					Number.isInteger(one) && !Number.isSafeInteger(one) && !String(one).includes('e');
				const exact = JSON.stringify(value, (_, one: unknown) => (isRounded(one) ? String(one) : one));
				expect(JSON.stringify(parseJsonObject(text))).toBe(exact);
			},
		),
	);
});

test('never throws', () => {
	fc.assert(fc.property(fc.string(), (text) => void parseJsonObject(text)));
});

test.each([
	['9007199254740993', '9007199254740993'],
	['-9007199254740993', '-9007199254740993'],
	['[ 12345678901234567890 ]', ['12345678901234567890']],
	['{"b":184467440737095516161844674407370955161}', { b: '184467440737095516161844674407370955161' }],
	['9007199254740991', 9007199254740991],
	['9007199254740993.0', 9007199254740992],
	['1e20', 1e20],
	['"9007199254740993"', '9007199254740993'],
	['"\\" 9007199254740993"', '" 9007199254740993'],
])('an integer beyond 2^53 keeps its digits: %s', (json, value) => {
	expect(parseJsonObject(`{"a":${json}}`)).toEqual({ a: value });
});

test('what is no JSON stays none', () => {
	const pieces = ['{', '}', '[', ']', '"', ':', ',', ' ', '\\', '-', '.', 'e', '0', '9007199254740993', '1', 'a'];
	const isJson = (text: string): boolean => {
		try {
			JSON.parse(text);
			return true;
		} catch {
			return false;
		}
	};
	const texts = fc.oneof(
		fc.array(fc.constantFrom(...pieces)).map((parts) => `{"a":${parts.join('')}}`),
		fc.constantFrom('{9007199254740993:1}', '{"a":{9007199254740993 :1}}', '{"a":09007199254740993}'),
		fc.bigInt().map((number) => `{"a":[${number},${number}]}`),
	);
	fc.assert(fc.property(texts, (text) => expect(parseJsonObject(text) !== undefined).toBe(isJson(text))));
});

test('two integers are one value only if they are one integer', () => {
	const read = (number: bigint): unknown => parseJsonObject(`{"a":${number}}`)?.a;
	fc.assert(
		fc.property(fc.bigInt(), fc.bigInt({ min: -3n, max: 3n }), (number, difference) => {
			expect(String(read(number))).toBe(String(number));
			expect(read(number) === read(number + difference)).toBe(difference === 0n);
		}),
	);
});
