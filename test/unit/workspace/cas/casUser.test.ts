import { casUserPrefix } from '../../../../src/workspace/cas/casUser';

/** As core checks a new username. */
const isUsername = (pattern: string, text: string): boolean => new RegExp(`^(?:${pattern})$`).test(text);
const hashes = ['a', 'Z', '0', '-', '_'].map((character) => character.repeat(43));

test.each([
	['[0-9a-zA-Z-_.]+', 'oauth-login:'],
	['[0-9a-zA-Z-_.:]+', 'oauth-login/'],
	['[0-9a-zA-Z-_.:/|~]+', 'oauth-login!'],
	['[^:]+', 'oauth-login:'],
	['[a-z', 'oauth-login:'],
])('where usernames are %s -> %s', (pattern, prefix) => expect(casUserPrefix(pattern)).toBe(prefix));

test.each([
	'[0-9a-zA-Z-_.]+',
	'[\\w:-]{3,}',
	'[\\w:/|-]{2,64}',
	'[a-z][\\w:-]+',
	'[\\w-]+(?::[\\w-]+)?',
	'[\\w.-]+(?:[:/|~!][\\w.-]+)*',
])('where usernames are %s, no cas:user of ours is one', (pattern) => {
	for (const hash of hashes) expect(isUsername(pattern, casUserPrefix(pattern) + hash)).toBe(false);
});

test.each(['.+', '.*', '.{3,}', '[^\\s]{2,}', '\\S(?:.*\\S)?'])(
	'where usernames are %s, there is no such prefix',
	(pattern) => expect(() => casUserPrefix(pattern)).toThrow(),
);
