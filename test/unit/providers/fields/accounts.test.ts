import { accountFields } from '../../../../src/providers/fields/accounts';
import type { Stored } from '../../../../src/providers/fields/fields';
import { valuesOf } from '../../../../src/providers/fields/fields';

const read = (stored: Stored) => valuesOf(accountFields, stored);

test('with nothing filled in, people may get and link accounts, and nothing else', () => {
	expect(read({})).toEqual({
		mayCreate: true,
		mayLink: true,
		keyField: 'username',
		mergeUsers: false,
		mergeDistinct: false,
		onlyDomains: [],
		onlyGroups: [],
		approval: false,
	});
});

test.each<[unknown, boolean]>([
	['yes', true],
	['no', false],
	[' no ', false],
	[false, false],
	[true, true],
	['', true],
	['other', true],
	[{ toString: () => 'no' }, true],
])('accounts are created unless the admin says no: %p -> %p', (stored, expected) => {
	expect([read({ mayCreate: stored }).mayCreate, read({ mayLink: stored }).mayLink]).toEqual([expected, expected]);
});

test('domains are read in lower case, without the @ before them', () => {
	expect(read({ onlyDomains: ' Example.COM, @b.example ,' }).onlyDomains).toEqual(['example.com', 'b.example']);
});

test.each<[unknown, string[]]>([
	[undefined, []],
	[' , ', []],
	['staff, /chat users', ['staff', '/chat users']],
	['["CN=Staff,OU=x","b"]', ['CN=Staff,OU=x', 'b']],
	// One that can't be read is not "everybody".
	['["a"', ['["a"']],
	['[""]', ['[""]']],
	['[{}]', ['[{}]']],
	[['a'], []],
])('the groups %j are read as %j', (onlyGroups, expected) => {
	expect(read({ onlyGroups }).onlyGroups).toEqual(expected);
});
