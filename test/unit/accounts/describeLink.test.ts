import { describeLink } from '../../../src/accounts/describeLink';

test.each([
	[
		{ person: 'a…@m….com', issuer: 'https://id.example/realms/a', subject: '123456789' },
		'a…@m….com, id.example, …6789',
	],
	[{ issuer: 'https://id.example:8443', subject: '17' }, 'id.example:8443, …7'],
	[{ issuer: 'no address', subject: '17' }, '…7'],
])('%j is %j', (link, expected) => {
	expect(describeLink(link)).toBe(expected);
});
