import fc from 'fast-check';

import { cleanText, logText, withheld } from '../../../src/values/foreignText';

test.each([
	['bidi overrides', 'a\u202eb\u2066c', 'a b c'],
	['controls', 'a\u0000b\u001b[31m\u007f', 'a b [31m'],
	['line breaks of all kinds', 'a\r\nb\u2028c\u2029d\u0085e', 'a b c d e'],
	['zero-width characters', 'ad\u200bmin\ufeff', 'ad min'],
	['half characters', 'a\ud800b', 'a b'],
	['markup, which stays text', '<b>bold</b>', '<b>bold</b>'],
	['other scripts', 'Zugriff verweigert – 拒绝 🙂', 'Zugriff verweigert – 拒绝 🙂'],
])('%s', (_, text, expected) => {
	expect(cleanText(text)).toBe(expected);
});

test('is cut by characters, not in the middle of one', () => {
	expect(cleanText('🙂'.repeat(300), 10)).toBe(`${'🙂'.repeat(9)}…`);
	expect(cleanText('x'.repeat(10), 10)).toBe('x'.repeat(10));
});

test('is always one short line', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
			const line = cleanText(text);
			expect([...line].length).toBeLessThanOrEqual(200);
			expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
		}),
	);
});

describe('a text for the log', () => {
	test.each([
		['an address', 'no account for ada@example.com, sorry', 'no account for … sorry'],
		['one with everything around it', '<mailto:ada@example.com>: "ada@example.com"', '… …'],
		['one as a URL writes it', 'see https://idp.example/?hint=ada%40example.com now', 'see … now'],
		['one with a sign of full width', 'ada＠example.com 不明', '… 不明'],
		['nothing else', 'invalid_scope: no such scope', 'invalid_scope: no such scope'],
		['nothing', '', ''],
	])('is without %s', (_, text, expected) => {
		expect(logText(text)).toBe(expected);
	});

	test('is not there where it repeats a secret, however that is spelt', () => {
		expect(logText('Basic Y2xpZW50OnMzY3IzdC1zM2NyM3Q=', ['s3cr3t-s3cr3t'])).toBe(withheld);
		expect(logText('code abc.def is used', ['abc.def'])).toBe(withheld);
		expect(logText('nothing here', [''])).toBe('nothing here');
	});

	test('is without long random words', () => {
		expect(logText('no token 9f86d081884c7d659a2feaa0c55ad015 here')).toBe('no token […] here');
	});

	const words = 'w '.repeat(80);

	test('says that there was more', () => {
		expect(logText('w '.repeat(1000))).toBe(`${'w '.repeat(99)}w…`);
		expect(logText('w'.repeat(1000))).toBe('…');
		// White space is read, and not shown: the cut is seen all the same.
		expect(logText(`${words}${' '.repeat(610)}${'more '.repeat(30)}`)).toBe(`${words}${'more '.repeat(6)}…`);
	});

	test('holds no part of an address, and none of a secret, wherever it is cut', () => {
		const address = 'ada.lovelace@example.com';
		const secret = 'k3y-1. with a space';
		for (let before = 700; before < 900; before += 1) {
			for (const one of [address, secret, `${secret}${secret}`]) {
				const line = logText(`${words}${' '.repeat(before - words.length)}${one} ${'end '.repeat(300)}`, [secret]);
				expect({ before, line }).toEqual({ before, line: expect.not.stringMatching(/ada|k3y|space/) as unknown });
			}
		}
	});

	test('is short, whatever goes in, and has no address', () => {
		const part = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('@', ' ', 'a@b', 'x'.repeat(300), '\u200b'));
		fc.assert(
			fc.property(fc.array(part, { maxLength: 40 }), fc.array(fc.string(), { maxLength: 3 }), (parts, secrets) => {
				const line = logText(parts.join(''), secrets);
				expect([...line].length).toBeLessThanOrEqual(200);
				expect(line).not.toMatch(/@/);
			}),
		);
	});
});
