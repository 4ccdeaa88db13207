import { normalise } from '../../../src/identity/normalise';
import type { Claims } from '../../../src/oauth/claims';

const id = ({ id, name, email, email_verified }: Claims): Claims => ({ id, name, email, email_verified });

describe('normalise', () => {
	test.each<[string, Claims, Partial<Record<'id' | 'name' | 'email' | 'email_verified', unknown>>]>([
		['id as it is', { id: 'x', name: 'Ada', email: 'a@b.cd' }, { id: 'x', name: 'Ada', email: 'a@b.cd' }],
		['_id', { _id: 'x' }, { id: 'x' }],
		['ID (Dolphin)', { ID: 7 }, { id: 7 }],
		['user_id (Auth0)', { user_id: 'auth0|1' }, { id: 'auth0|1' }],
		['CharacterID', { CharacterID: 7 }, { id: 7 }],
		['Dataporten', { user: { userid: 'u', email: 'a@b.cd' } }, { id: 'u', email: 'a@b.cd' }],
		['Dataporten userid_sec', { user: { userid: 'u', userid_sec: ['feide:ada', 'x'] } }, { id: 'feide:ada' }],
		['Dataporten, empty userid_sec', { user: { userid: 'u', userid_sec: [] } }, { id: 'u' }],
		['XenForo', { user: { user_id: 5, user_email: 'a@b.cd' } }, { id: 5, email: 'a@b.cd' }],
		['Phabricator', { phid: 'PHID-USER-1' }, { id: 'PHID-USER-1' }],
		[
			'OpenID Connect',
			{ sub: 's', email: 'a@b.cd', email_verified: true },
			{ id: 's', email: 'a@b.cd', email_verified: true },
		],
		['OpenShift', { metadata: { uid: 'u', name: 'ada' }, fullName: 'Ada L' }, { id: 'u', name: 'Ada L' }],
		['userid', { userid: 'u' }, { id: 'u' }],
		[
			'Nextcloud',
			{ ocs: { data: { id: 'ada', displayname: 'Ada L', email: 'a@b.cd' } } },
			{ id: 'ada', name: 'Ada L', email: 'a@b.cd' },
		],
		[
			'Meteor emails',
			{
				id: 'x',
				emails: [
					{ address: 'a@b.cd', verified: true },
					{ address: 'z@b.cd', verified: false },
				],
			},
			{ id: 'x', email: 'a@b.cd', email_verified: true },
		],
		['Reddit', { result: { id: 'r', name: 'ada' } }, { id: 'r', name: 'ada' }],
		['X', { data: { id: '12', name: 'Ada', username: 'ada' } }, { id: '12', name: 'Ada' }],

		['the order is core’s', { _id: 'first', user_id: 'second', sub: 'third' }, { id: 'first' }],
		['an id wins over every alias', { id: 'x', _id: 'y', sub: 'z' }, { id: 'x' }],
		['an id of 0 is kept', { id: 0, sub: 'z' }, { id: 0 }],
		['an id of false is kept', { id: false, sub: 'z' }, { id: false }],
		['an empty id is filled', { id: '', sub: 'z' }, { id: 'z' }],
		['a null alias is passed over', { id: null, _id: null, sub: 'z' }, { id: 'z' }],
		['an alias of 0 is not passed over', { _id: 0, sub: 'z' }, { id: 0 }],
		['a result that is a text', { id: 'x', result: 'ok' }, { id: 'x' }],
		['a result that is a text, and no id', { sub: 'x', result: 'ok' }, { id: 'x' }],
		['a result without id', { sub: 'x', result: { ok: true } }, { id: 'x' }],
		['a result does not replace an id', { id: 'x', result: { id: 'y' } }, { id: 'x' }],
		['data that is a list', { sub: 'x', data: [{ id: 'y' }] }, { id: 'x' }],
		[
			'a name that is there stays',
			{ metadata: { uid: 'u' }, name: 'own', fullName: 'other' },
			{ id: 'u', name: 'own' },
		],
		['nothing to find', { error: 'no' }, { id: undefined }],
		['inherited members are none', Object.create({ id: 'x', sub: 'y' }) as Claims, { id: undefined }],
	])('%s', (_, document, expected) => {
		const { id: foundId, ...found } = id(normalise(document));
		expect({ id: foundId, ...found }).toEqual({
			id: undefined,
			name: undefined,
			email: undefined,
			email_verified: undefined,
			...expected,
		});
	});

	test.each<[string, Claims]>([
		['XenForo', { user: { user_id: 5, user_email: 'a@b.cd' }, email_verified: true }],
		['Meteor, not verified', { id: 'x', emails: [{ address: 'a@b.cd', verified: false }], email_verified: true }],
		['Meteor, no word on it', { id: 'x', emails: [{ address: 'a@b.cd' }], email_verified: true }],
		['Meteor, a flag of another name', { id: 'x', emails: ['a@b.cd'], verified_email: true, emailVerified: true }],
		[
			'Meteor behind a shape without address',
			{ user: { userid: 'u' }, emails: [{ address: 'a@b.cd' }], email_verified: true },
		],
	])('%s: a flag that stood elsewhere does not verify the address', (_, document) => {
		const claims = normalise(document);
		expect(claims.email).toBe('a@b.cd');
		expect([claims.email_verified, claims.verified_email, claims.emailVerified]).not.toContain(true);
	});

	test.each<[string, Claims, unknown]>([
		['a list of texts', { id: 'x', emails: ['a@b.cd', 'c@b.cd'] }, 'a@b.cd'],
		['a list of SCIM', { id: 'x', emails: [{ value: 'a@b.cd' }, { value: 'c@b.cd', primary: true }] }, 'c@b.cd'],
		['a list of lists', { id: 'x', emails: [['a@b.cd']] }, undefined],
		['a text', { id: 'x', emails: 'a@b.cd' }, undefined],
		['empty', { id: 'x', emails: [] }, undefined],
		['not needed', { id: 'x', email: 'own@b.cd', emails: [{ address: 'a@b.cd' }] }, 'own@b.cd'],
	])('emails: %s', (_, document, email) => {
		expect(normalise(document).email).toBe(email);
	});

	test('keeps everything else where it was, under the wrapper too', () => {
		expect(normalise({ sub: 's', 'https://example.com/roles': ['a'] })).toEqual({
			sub: 's',
			id: 's',
			'https://example.com/roles': ['a'],
		});
		expect(normalise({ data: { id: '1', nick: 'ada' }, meta: 1 })).toEqual({
			id: '1',
			nick: 'ada',
			data: { id: '1', nick: 'ada' },
		});
	});

	test('a member called __proto__ pollutes nothing', () => {
		const claims = normalise(JSON.parse('{"sub":"s","__proto__":{"id":"evil","admin":true}}') as Claims);
		expect(claims.id).toBe('s');
		expect(claims.admin).toBeUndefined();
		expect(({} as Claims).admin).toBeUndefined();
	});
});
