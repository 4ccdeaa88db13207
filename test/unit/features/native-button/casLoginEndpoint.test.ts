import { isNativeClient } from '../../../../src/features/native-button/casLoginEndpoint';

const iphone =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.5 Mobile/15E148 Safari/604.1';
const android =
	'Mozilla/5.0 (Linux; Android 12; SM-A315G) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.114 Mobile Safari/537.36';
const newer = android.replace('Chrome/91.0.4472.114', 'Chrome/140.0.0.0');

test.each<[boolean, string | undefined, string | undefined]>([
	[true, 'same-origin', newer],
	[true, 'same-origin', undefined],
	[true, 'none', iphone],
	[true, 'none', android],
	[false, 'none', newer],
	[false, 'none', undefined],
	[false, 'none', `${android} `],
	[false, 'cross-site', android],
	[false, 'same-site', android],
	[false, 'same-site', newer],
	[false, undefined, iphone],
	[false, undefined, android],
	[false, undefined, newer],
	[false, 'Same-Origin', newer],
])('%p: from %s, by %s', (expected, site, userAgent) => {
	expect(isNativeClient({ 'sec-fetch-site': site, 'user-agent': userAgent })).toBe(expected);
});
