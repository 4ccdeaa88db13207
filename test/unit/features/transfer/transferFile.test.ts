import { maximumFile, parseFile } from '../../../../src/features/transfer/transferFile';

const head = { format: 'oauth-login', version: 1 };
const linkTo = (more: object = {}) => ({
	...{ provider: 'okta', issuer: 'https://id.example.com', subject: '1', userId: 'u1', username: 'alice' },
	...{ generation: 0, linkedAt: 1, ...more },
});

describe('a file', () => {
	test.each<[string, unknown]>([
		['nothing', ''],
		['a list', []],
		['another format', { ...head, format: 'x' }],
		['another version', { ...head, version: 2 }],
		['a value that is an object', { ...head, settings: { a: {} } }],
		['a link without a subject', { ...head, links: [linkTo({ subject: '' })] }],
		['a link to a query', { ...head, links: [linkTo({ userId: { $ne: 1 } })] }],
		['a link of a generation that has no next one', { ...head, links: [linkTo({ generation: 2 ** 53 })] }],
		['a link made at no time that a page can show', { ...head, links: [linkTo({ linkedAt: 9e15 })] }],
		['a link made before there was time', { ...head, links: [linkTo({ linkedAt: -1 })] }],
		['one that is too large', { ...head, settings: { a: 'x'.repeat(maximumFile) } }],
	])('is not %s', (_name, content) => {
		expect(parseFile(typeof content === 'string' ? content : JSON.stringify(content))).toHaveProperty('problem');
	});

	test('may have settings, links, both or neither', () => {
		expect(parseFile(JSON.stringify(head))).toMatchObject({ settings: {}, links: [] });
		expect(parseFile(JSON.stringify({ ...head, links: [linkTo()] }))).toMatchObject({ links: [linkTo()] });
	});

	test('has no way to the prototype of anything', () => {
		const parsed = parseFile(`{"format":"oauth-login","version":1,"settings":{"__proto__":{"a":1},"b":"c"}}`);
		expect(parsed).toMatchObject({ settings: { b: 'c' } });
		expect(({} as { a?: unknown }).a).toBeUndefined();
	});
});
