import { header, redirect } from '../../../src/http/respond';

test.each<[Record<string, unknown> | undefined, string | undefined]>([
	[{ cookie: 'a=1' }, 'a=1'],
	[{ cookie: '' }, ''],
	[{ cookie: ['a=1'] }, undefined],
	[{}, undefined],
	[undefined, undefined],
])('the header of %p -> %p', (headers, expected) => expect(header(headers, 'cookie')).toBe(expected));

test('a redirect is kept nowhere, tells nobody where it came from, and makes a GET of a POST', () => {
	expect(redirect('https://id.example.com/authorize', ['a=1', 'b=2'])).toEqual({
		...{ status: 303, content: '' },
		headers: {
			location: 'https://id.example.com/authorize',
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
			'set-cookie': ['a=1', 'b=2'],
		},
	});
	expect(redirect('/')).not.toHaveProperty('headers.set-cookie');
});
