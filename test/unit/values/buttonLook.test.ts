import {
	contrast,
	readableLabelColor,
	sanitiseColor,
	sanitiseLabel,
	sanitisePicture,
} from '../../../src/values/buttonLook';

describe('sanitiseColor', () => {
	test.each<[unknown, string | undefined]>([
		['#abc', '#aabbcc'],
		['#1D74F5', '#1d74f5'],
		[' #fff ', '#ffffff'],
		['', undefined],
		['#', undefined],
		['#ab', undefined],
		['#abcd', undefined],
		['#1d74f5ff', undefined],
		['1d74f5', undefined],
		['red', undefined],
		['#fff;background:url(//evil.example)', undefined],
		['#fff\n}', undefined],
		['rgb(0,0,0)', undefined],
		['var(--x)', undefined],
		['javascript:alert(1)', undefined],
		[undefined, undefined],
		[null, undefined],
		[123456, undefined],
		[['#fff'], undefined],
	])('%j -> %s', (value, expected) => {
		expect(sanitiseColor(value)).toBe(expected);
	});
});

describe('sanitiseLabel', () => {
	test.each([
		['Sign in with Okta', 'Sign in with Okta'],
		['  two \n\t words\u00a0here ', 'two words here'],
		['a\u0000b\u0007c\u009fd', 'abcd'],
		['\u202eatkO htiw ni ngiS\u202c', 'atkO htiw ni ngiS'],
		['\u2066x\u2069\u200e\u200f\u061c', 'x'],
		['Ok\u200bta\ufeff\u2060\u00ad', 'Okta'],
		['a\u2028b\u2029c', 'a b c'],
		['\ud800x', 'x'],
		['<b>bold</b>', '<b>bold</b>'],
		['تسجيل الدخول', 'تسجيل الدخول'],
		['\u0645\u06cc\u200c\u0634\u0648\u062f', '\u0645\u06cc\u200c\u0634\u0648\u062f'],
		['👩‍💻 dev', '👩‍💻 dev'],
		['', ''],
		['x'.repeat(61), 'x'.repeat(60)],
		['😀'.repeat(61), '😀'.repeat(60)],
		[`${'x'.repeat(59)} y`, 'x'.repeat(59)],
	])('%j -> %s', (text, expected) => {
		expect(sanitiseLabel(text)).toBe(expected);
	});
});

describe('readableLabelColor', () => {
	test.each([
		['#1d74f5', '#ffffff', '#000000'],
		['#095ad2', '#fff', '#ffffff'],
		['#000000', '#ffffff', '#ffffff'],
		['#000000', '#111111', '#ffffff'],
		['#ffffff', '#eeeeee', '#000000'],
		['#ffff00', undefined, '#000000'],
		['#13679a', 'red', '#ffffff'],
		['#808080', '#000000', '#000000'],
	])('on %s, wanted %s -> %s', (background, wanted, expected) => {
		expect(readableLabelColor(background, wanted)).toBe(expected);
	});

	test('can be read on every grey', () => {
		for (let level = 0; level < 256; level += 1) {
			const grey = `#${level.toString(16).padStart(2, '0').repeat(3)}`;
			expect(contrast(grey, readableLabelColor(grey))).toBeGreaterThanOrEqual(4.5);
		}
	});
});

test.each([
	['#000000', '#ffffff', 21],
	['#ffffff', '#000000', 21],
	['#777777', '#ffffff', 4.48],
	['#767676', '#ffffff', 4.54],
	['#abcdef', '#abcdef', 1],
])('contrast of %s and %s', (one, other, expected) => {
	expect(contrast(one, other)).toBeCloseTo(expected, 2);
});

describe('sanitisePicture', () => {
	const png = 'data:image/png;base64,iVBORw0KGgoAAAA=';
	it.each([
		png,
		'data:image/webp;base64,UklGRhIAAABXRUJQ',
		'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
		'data:image/svg+xml;base64,PHN2Zy8+',
		'data:image/svg+xml;charset=utf-8,%3Csvg/%3E',
	])('%s may be shown', (url) => expect(sanitisePicture(` ${url}\n`)).toBe(url));

	it.each([
		['another address', 'https://tracker.example/pixel.png'],
		['a page', 'data:text/html,<script>alert(1)</script>'],
		['a page that says it is a PNG', 'data:image/png;base64,PGh0bWw+'],
		['a picture of another kind', 'data:image/gif;base64,R0lGODlhAQABAAAAACw='],
		['a script', 'javascript:alert(1)'],
		['two lines', 'data:image/svg+xml,<svg>\n</svg>'],
		['more than 16,384 characters', `data:image/svg+xml,${'a'.repeat(16_384)}`],
		['no text', 7],
	])('%s is refused', (_, value) => expect(sanitisePicture(value)).toBeUndefined());
});
