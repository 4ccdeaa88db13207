import { challengeOf, createPkce } from '../../../src/oauth/pkce';
import { randomString } from '../../../src/values/random';

test('RFC 7636 appendix B', async () => {
	await expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).resolves.toBe(
		'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
	);
});

test('verifiers are 43 unreserved characters, never the same, and go with their challenge', async () => {
	const pairs = await Promise.all(Array.from({ length: 500 }, createPkce));
	expect(new Set(pairs.map(({ verifier }) => verifier)).size).toBe(500);
	for (const { verifier, challenge } of pairs) {
		expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
		expect(challenge).toBe(await challengeOf(verifier));
	}
});

test.each([
	[16, 22],
	[32, 43],
	[48, 64],
])('%i random bytes make %i characters, and every bit of them varies', (bytes, characters) => {
	const samples = Array.from({ length: 200 }, () => randomString(bytes));
	expect(new Set(samples).size).toBe(200);
	for (let index = 0; index < characters; index += 1) {
		expect(new Set(samples.map((sample) => sample[index])).size).toBeGreaterThan(2);
	}
	expect(samples.every((sample) => sample.length === characters && /^[\w-]+$/.test(sample))).toBe(true);
});
