import fc from 'fast-check';

import { cleanText } from '../../../src/values/foreignText';

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
