import { lookup, lookupThroughArrays, parsePath } from '../../../src/identity/path';

const document = {
	emails: [{ email: 'a' }, { email: 'b', primary: true, verified: 'true' }, { email: 'c', primary: 'yes' }],
	attributes: [{ uid: ['x'] }, { mail: ['m'] }, { cn: 'one' }, { cn: 'two' }],
	mixed: [{ uid: 'x', mail: 'm' }, { verified: true }],
	teams: [
		{ name: 'a', active: true },
		{ name: 'b', active: false },
		{ name: 'c', active: 1 },
	],
	'[primary]': 'a member of that name',
};

test.each([
	['emails.[primary].email', 'b'],
	['emails.[constructor].email', undefined],
	['emails.[nothing].email', undefined],
	['[primary]', 'a member of that name'],
	['attributes.mail', ['m']],
	['attributes.cn', undefined],
	['mixed.mail', undefined],
	['mixed.verified', undefined],
])('%s finds %j', (path, found) => {
	expect(lookup(document, parsePath(path)!)).toEqual(found);
});

test('in a list, each element with the flag counts', () => {
	expect(lookupThroughArrays(document, parsePath('teams.[active].name')!)).toEqual(['a', 'c']);
});
