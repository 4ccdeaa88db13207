import { requireSameOrigin } from '../../../src/http/sameOrigin';
import { callOf } from '../support/call';
import { codeOf } from '../support/loginError';
import { portsWith } from '../support/ports';

const own = 'https://chat.example.com';

test.each<[Record<string, string>, boolean]>([
	[{ 'sec-fetch-site': 'same-origin' }, true],
	[{ 'sec-fetch-site': 'same-origin', origin: 'null' }, true],
	[{ 'sec-fetch-site': 'same-site', origin: own }, false],
	[{ 'sec-fetch-site': 'cross-site', origin: 'null' }, false],
	[{ 'sec-fetch-site': 'none' }, false],
	[{ 'sec-fetch-site': 'same-origin, cross-site' }, false],
	// Browsers from before Fetch Metadata: the cookie and the form's token have the last word.
	[{}, true],
	[{ origin: 'null' }, true],
	[{ origin: own }, true],
	[{ origin: `${own}.evil.example` }, false],
	[{ origin: 'http://chat.example.com' }, false],
	[{ origin: 'https://evil.example' }, false],
])('%j -> %p', async (headers, isOurs) => {
	const outcome = await codeOf(requireSameOrigin(callOf({ headers }, portsWith())).then(() => 'ours'));
	expect(outcome).toEqual(isOurs ? { value: 'ours' } : 'request_foreign');
});
