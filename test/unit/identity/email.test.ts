import { parseEmail } from '../../../src/identity/email';

describe('parseEmail', () => {
	test.each([
		['ada@example.com', 'ada@example.com'],
		['Ada.Lovelace@EXAMPLE.com', 'ada.lovelace@example.com'],
		["o'neill+chat_1@sub.example.co.uk", "o'neill+chat_1@sub.example.co.uk"],
		['ada@xn--mller-kva.example', 'ada@xn--mller-kva.example'],
		['a@1.example', 'a@1.example'],
		[`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
		[`a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(60)}`, /^a@b/],
	])('%j -> %s', (text, expected) => {
		expect(parseEmail(text)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
	});

	test.each([
		['empty', ''],
		['no @', 'ada'],
		['no local part', '@example.com'],
		['no host', 'ada@'],
		['two @', 'ada@evil.com@example.com'],
		['display name', 'Ada <ada@example.com>'],
		['quoted local part', '"ada@evil.com"@example.com'],
		['comment', 'ada(x)@example.com'],
		['comma list', 'ada@example.com,eve@evil.com'],
		['semicolon list', 'ada@example.com;eve@evil.com'],
		['space', 'ada lovelace@example.com'],
		['space before', ' ada@example.com'],
		['line break after', 'ada@example.com\n'],
		['no-break space after', 'ada@example.com\u00a0'],
		['line break inside', 'ada@example.com\nbcc:eve@evil.com'],
		['NUL', 'ada\0@example.com'],
		['zero-width', 'ada\u200b@example.com'],
		['bidi override', 'ada\u202e@example.com'],
		['full-width @', 'ada\uff20example.com'],
		['small @', 'ada\ufe6bexample.com'],
		['full-width @ beside a real one', 'ada\uff20evil.com@example.com'],
		['full-width letter', '\uff41da@example.com'],
		['Kelvin sign', '\u212aate@example.com'],
		['long s', 'ro\u017fe@example.com'],
		['Cyrillic letter', 'ad\u0430@example.com'],
		['IDN as it is read', 'ada@müller.example'],
		['ideographic full stop', 'ada@example\u3002com'],
		['dot first', '.ada@example.com'],
		['dot last', 'ada.@example.com'],
		['two dots', 'ada..l@example.com'],
		['dot after the host', 'ada@example.com.'],
		['one label', 'ada@localhost'],
		['IP address', 'ada@127.0.0.1'],
		['IP literal', 'ada@[127.0.0.1]'],
		['underscore in host', 'ada@ex_ample.com'],
		['hyphen at the end of a label', 'ada@example-.com'],
		['empty label', 'ada@example..com'],
		['mailto', 'mailto:ada@example.com'],
		['65 before the @', `${'a'.repeat(65)}@example.com`],
		['255 altogether', `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(61)}`],
		['label of 64', `a@${'b'.repeat(64)}.com`],
		['a megabyte', `${'a.'.repeat(500_000)}@example.com`],
	])('%s is dropped', (_, text) => {
		expect(parseEmail(text)).toBeUndefined();
	});
});
