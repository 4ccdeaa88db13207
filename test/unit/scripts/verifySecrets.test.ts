import { Secrets } from '../../../scripts/verify/secrets';

const secret = 'a+b/c=d"e\\f g';

function kept(): Secrets {
	const secrets = new Secrets();
	secrets.keep('a token', secret);
	return secrets;
}

test.each([
	['as it is', `token ${secret}.`],
	['in a URL', `https://chat.example.com/?t=${encodeURIComponent(secret)}`],
	['in JSON', JSON.stringify({ token: secret })],
])('%s, it is found, and does not get through', (_, text) => {
	expect(kept().in(text)).toEqual(['a token']);
	expect(kept().redact(text)).toContain('[a token]');
	expect(kept().redact(text)).not.toContain('c=d');
	expect(kept().in(kept().redact(text))).toEqual([]);
});

test('another text has none, and stays as it is', () => {
	expect(kept().in('a+b/c')).toEqual([]);
	expect(kept().redact('a+b/c')).toBe('a+b/c');
});

test('what is too short to be told from other text is not looked for', () => {
	const secrets = new Secrets();
	secrets.keep('a code', '1234567');
	expect(secrets.in('at 1234567')).toEqual([]);
});
