import { parseClaimedMap } from '../../../src/identity/claimedMap';

describe('parseClaimedMap', () => {
	test.each<[string, Record<string, readonly string[]>]>([
		['', {}],
		[' {} ', {}],
		['{"rocket-admin":"admin","tech-support":"support"}', { 'rocket-admin': ['admin'], 'tech-support': ['support'] }],
		['{"/staff":["team"," ops "],"a":[]}', { '/staff': ['team', 'ops'], a: [] }],
		['{"CN=Staff,OU=Groups":"team"}', { 'CN=Staff,OU=Groups': ['team'] }],
		['{"a":"x","a":"y"}', { a: ['y'] }],
		['{" a ":"x"}', { ' a ': ['x'] }],
	])('%s -> %s', (text, expected) => {
		expect(parseClaimedMap(text)).toEqual(new Map(Object.entries(expected)));
	});

	test('a group may be called like something of JavaScript’s', () => {
		const map = parseClaimedMap('{"__proto__":"a","constructor":"b"}');
		expect([...(map as ReadonlyMap<string, unknown>)]).toEqual([
			['__proto__', ['a']],
			['constructor', ['b']],
		]);
	});

	test.each([
		['{"a":"b",}', 'not JSON'],
		['a=b', 'not JSON'],
		['["a"]', 'not an object: { "group": "name" }'],
		['null', 'not an object: { "group": "name" }'],
		['"a"', 'not an object: { "group": "name" }'],
		['{" ":"a"}', 'a group without a name'],
		['{"a":""}', '"a" stands for something that is no name'],
		['{"a":["b",3]}', '"a" stands for something that is no name'],
		['{"a":{"b":"c"}}', '"a" stands for something that is no name'],
		['{"a":true}', '"a" stands for something that is no name'],
	])('%s -> %s', (text, error) => expect(parseClaimedMap(text)).toEqual({ error }));
});
