import type { Separator } from '../../../src/identity/listItems';
import { listItems } from '../../../src/identity/listItems';

describe('listItems', () => {
	test.each<[string, unknown, string[] | undefined]>([
		['an array', ['a', 'b'], ['a', 'b']],
		['an array with numbers', ['a', 5], ['a', '5']],
		['no item', [], []],
		['nothing to read in it', [null, {}, [], false], undefined],
		['one that says yes', [true], undefined],

		['a text', 'a', ['a']],
		['a text with everything in it', 'a, b; c d', ['a, b; c d']],
		['no text', ' ', []],
		['a number', 3, ['3']],
		['a number that was rounded', 2 ** 60, undefined],

		['a name that is JSON', '["a"]', ['["a"]']],
		['names that are JSON', ['["a"]', '{"name":"a"}'], ['["a"]', '{"name":"a"}']],
		['names with white space around', [' a', 'a ', '\u00a0'], [' a', 'a ', '\u00a0']],

		['objects', [{ name: 'a', id: 1 }, { displayName: 'b', id: 2 }, { id: 3 }, { title: 'd' }], ['a', 'b', '3']],
		['an object', { id: 3, name: 'Members' }, ['Members']],
		['objects by their names', { staff: { 1: 'x' }, admins: {} }, ['staff', 'admins']],
		['a list with gaps', { 2: 'staff', 5: 'admins' }, ['staff', 'admins']],
		['an empty object', {}, []],
		['an object that says something else', { staff: true, admins: false }, undefined],
		['an object that says two things', { 2: 'staff', x: 'admins' }, undefined],

		['nothing', undefined, undefined],
		['null', null, undefined],
		['false, which some say for "none"', false, undefined],
	])('%s', (_, value, expected) => expect(listItems(value)).toEqual(expected));

	test.each<[Separator, string, string[]]>([
		[',', 'a, b c,,d', ['a', 'b c', '', 'd']],
		[';', 'CN=a,OU=x;CN=b', ['CN=a,OU=x', 'CN=b']],
		[' ', 'a  b\tc,d', ['a', 'b', 'c,d']],
	])('a text is taken apart at %j only where asked', (separator, text, expected) => {
		expect(listItems(text, separator)).toEqual(expected);
		expect(listItems([text], separator)).toEqual([text]);
	});

	test.each<[string, unknown, string[]]>([
		['a list', ' ["a", 1, {"x":1}]', ['a', '1']],
		['an id beyond 2^53', '[9007199254740993]', ['9007199254740993']],
		['no items', '[]', []],
		['lists in a list', ['["a","b"]', 'c'], ['a', 'b', 'c']],
		['what is cut off', '[a', ['[a']],
		['a name in brackets', ['[Staff] Berlin'], ['[Staff] Berlin']],
		['an object', '{"name":"a"}', ['a']],
	])('JSON in a text is read only where asked: %s', (_, value, expected) => {
		expect(listItems(value, 'json')).toEqual(expected);
	});
});
