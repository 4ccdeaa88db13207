import fc from 'fast-check';

import { repeatsSecret } from '../../../src/values/repeatedSecret';
import { spellings } from '../../hostile/spellings';

const secrets = {
	'a code': '9f86d081884c7d659a2feaa0c55ad015',
	'a token': 'ya29.A0ARrdaM_k-3yq7/Vx+z~W8sT1uQ2pL',
	'words with other characters between them': 'hostile: secret+with%odd ünits, 32 bytes',
};

describe.each(Object.entries(secrets))('%s', (_, secret) => {
	test.each(Object.entries(spellings))('is found %s', (_name, spell) => {
		const text = `The request was refused: ${spell(secret)} is not known.`;
		expect(repeatsSecret(text, ['another-secret-of-this', secret])).toBe(true);
	});
});

test.each([
	['nothing of it', 'invalid_grant: the code has expired', ['9f86d081884c7d659a2feaa0c55ad015']],
	['seven characters of it', 'at 9f86d08', ['9f86d081884c7d659a2feaa0c55ad015']],
	['secrets that are empty', 'anything', ['', '']],
	['no secret', 'anything', []],
])('a text is left alone that has %s', (_, text, known) => {
	expect(repeatsSecret(text, known)).toBe(false);
});

test.each([
	['abc', 'code abc is used', true],
	['abc', 'code ABC is used', false],
	['密码', 'the secret is 密码', true],
	['a.b.c.d', 'the secret is A-B-C-D', true],
	['a.b.c.d', 'the secret is a, b and c', false],
])('a short secret %j is in %j: %j', (secret, text, expected) => {
	expect(repeatsSecret(text, [secret])).toBe(expected);
});

test('random secrets are found in every spelling, at every place of a text', () => {
	const secret = fc.string({
		unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHJKMNP0123456789-_'),
		minLength: 32,
	});
	const around = fc.string({ maxLength: 200 });
	fc.assert(
		fc.property(secret, fc.constantFrom(...Object.values(spellings)), around, around, (one, spell, before, after) => {
			fc.pre(one.replace(/[-_]/g, '').length >= 24);
			expect(repeatsSecret(`${before} ${spell(one)} ${after}`, [one])).toBe(true);
		}),
	);
});
