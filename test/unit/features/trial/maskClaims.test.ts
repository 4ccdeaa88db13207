import { maskClaims } from '../../../../src/features/trial/maskClaims';

test.each<[string, Record<string, unknown>, unknown]>([
	[
		'what describes somebody stays',
		{ sub: '1', groups: ['a'], n: 1, b: true },
		{ sub: '1', groups: ['a'], n: 1, b: true },
	],
	[
		'what opens something goes',
		{ access_token: 'x', 'refresh-Token': 'x' },
		{ access_token: '•••', 'refresh-Token': '•••' },
	],
	['also further in', { data: [{ client_secret: 'x', name: 'A' }] }, { data: [{ client_secret: '•••', name: 'A' }] }],
	['whatever it is', { password: { hash: 'x' }, nonce: ['x'], sid: 7 }, { password: '•••', nonce: '•••', sid: '•••' }],
	['names that only sound like it stay', { residence: 'Tokyo', sides: 2 }, { residence: 'Tokyo', sides: 2 }],
	['a long text is cut', { about: 'a'.repeat(500) }, { about: `${'a'.repeat(400)}…` }],
])('%s', (_name, claims, expected) => expect(maskClaims(claims as never)).toEqual(expected));

test('depth and length have an end', () => {
	const deep: Record<string, unknown> = {};
	let inner = deep;
	for (let depth = 0; depth < 1000; depth += 1) inner = inner.a = {};
	expect(
		JSON.stringify(maskClaims({ deep, wide: Array.from({ length: 5000 }, () => 1) } as never)).length,
	).toBeLessThan(500);
});
