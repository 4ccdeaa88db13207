import { LoginError } from '../../../src/errors';
import type { ClaimMap } from '../../../src/identity/claimMap';
import { missingClaims, toIdentity } from '../../../src/identity/claimMap';
import type { Identity } from '../../../src/identity/identity';
import type { EmailTrust } from '../../../src/identity/verifiedAddress';
import type { Claims } from '../../../src/oauth/claims';

const standard: ClaimMap = {
	subject: 'sub',
	username: 'preferred_username',
	name: 'name',
	email: 'email',
	emailVerified: 'email_verified',
	avatar: 'picture',
	groups: 'groups',
};

const onlySubject: ClaimMap = { subject: 'sub', username: '', name: '', email: '', avatar: '', groups: '' };

const identityOf = (claims: Claims, map: Partial<ClaimMap> = {}, emailTrust: EmailTrust = 'claim'): Identity =>
	toIdentity([claims], {
		map: { ...standard, ...map },
		emailTrust,
		provider: 'okta-1',
		issuer: 'https://id.example.com',
	});

const refusal = (action: () => unknown): Pick<LoginError, 'code' | 'detail'> => {
	try {
		action();
	} catch (error) {
		if (error instanceof LoginError) {
			return { code: error.code, detail: error.detail };
		}
		throw error;
	}
	throw new Error('nothing was thrown');
};

test('a full set of claims', () => {
	const claims = {
		sub: '00u1',
		preferred_username: 'Ada',
		name: 'Ada Lovelace',
		email: 'Ada@Example.com',
		email_verified: true,
		picture: 'https://id.example.com/ada.png',
		groups: ['staff'],
	};
	expect(identityOf(claims)).toEqual({
		provider: 'okta-1',
		issuer: 'https://id.example.com',
		subject: '00u1',
		username: 'Ada',
		name: 'Ada Lovelace',
		email: 'ada@example.com',
		emailVerified: true,
		avatarUrl: 'https://id.example.com/ada.png',
		groups: ['staff'],
	});
});

test('a subject alone is enough, and a field that is not mapped is not read', () => {
	const bare = {
		provider: 'okta-1',
		issuer: 'https://id.example.com',
		subject: '00u1',
		emailVerified: false,
	};
	expect(identityOf({ sub: '00u1' })).toEqual({ ...bare, groups: 'absent' });
	const claims = { sub: '00u1', name: 'Ada', email: 'ada@example.com', email_verified: true, groups: ['a'] };
	expect(identityOf(claims, { ...onlySubject, emailVerified: '' }, 'trusted')).toEqual(bare);
});

describe('subject', () => {
	test.each<[unknown, string]>([
		['00u1', '00u1'],
		['Case|Kept', 'Case|Kept'],
		['9007199254740993', '9007199254740993'],
		[42, '42'],
		[9007199254740991, '9007199254740991'],
		[-5, '-5'],
		['x'.repeat(255), 'x'.repeat(255)],
		['nullius', 'nullius'],
		['00', '00'],
	])('%j', (sub, subject) => {
		expect(identityOf({ sub }).subject).toBe(subject);
	});

	test.each<[string, Claims]>([
		['missing', {}],
		['undefined', { sub: undefined }],
		['null', { sub: null }],
		['0', { sub: 0 }],
		['-0', { sub: -0 }],
		['"0"', { sub: '0' }],
		['empty', { sub: '' }],
		['white space', { sub: ' \t' }],
		['false', { sub: false }],
		['true', { sub: true }],
		['list', { sub: [] }],
		['list of one', { sub: ['x'] }],
		['object', { sub: { id: 'x' } }],
		['"undefined"', { sub: 'undefined' }],
		['"null"', { sub: 'null' }],
		['"NULL"', { sub: 'NULL' }],
		['"None"', { sub: 'None' }],
		['"NaN"', { sub: 'NaN' }],
		['"false"', { sub: 'false' }],
		['"[object Object]"', { sub: '[object Object]' }],
		['fraction', { sub: 1.5 }],
		['1e309', { sub: JSON.parse('1e309') }],
		['rounded number', { sub: JSON.parse('9007199254740993') }],
		['256 characters', { sub: 'x'.repeat(256) }],
		['control character', { sub: 'a\nb' }],
		['lone surrogate', { sub: 'a\ud800' }],
	])('%s is nobody', (_, claims) => {
		expect(refusal(() => identityOf(claims)).code).toBe('subject_missing');
	});

	test('says that a number was rounded, and what helps', () => {
		const { detail } = refusal(() => identityOf({ sub: JSON.parse('9007199254740993') as number }));
		expect(detail).toMatch(/number.*text/);
	});

	test('a rounded number gives way to the same id as text', () => {
		const claims = { id: JSON.parse('1234567890123456789') as number, id_str: '1234567890123456789' };
		expect(identityOf(claims, { subject: 'id|id_str' }).subject).toBe('1234567890123456789');
	});

	test('a composed id is made of its parts', () => {
		expect(identityOf({ tid: 't', oid: 'o' }, { subject: '{{tid}}/{{oid}}' }).subject).toBe('t/o');
	});

	test.each<[Claims]>([[{ tid: 't' }], [{ oid: 'o' }], [{ tid: 't', oid: 0 }], [{ tid: 't', oid: 'undefined' }]])(
		'a composed id that lacks a part: %j -> subject_missing',
		(claims) => {
			expect(refusal(() => identityOf(claims, { subject: '{{tid}}/{{oid}}' })).code).toBe('subject_missing');
		},
	);

	test('a regex that does not match leaves nobody', () => {
		expect(refusal(() => identityOf({ sub: 'x' }, { subject: '/^user:(.+)$/::sub' })).code).toBe('subject_missing');
	});
});

describe('whether the address is verified', () => {
	test('no address, no word on it', () => {
		for (const email of [undefined, '', 'not an address']) {
			const identity = identityOf({ sub: 's', email, email_verified: true }, {}, 'trusted');
			expect([identity.email, identity.emailVerified]).toEqual([undefined, false]);
		}
	});

	test('by the flag that the map names, and by none that it does not', () => {
		const claims = { sub: 's', email: 'ada@example.com', verified: true, email_verified: true };
		expect(identityOf({ ...claims, email_verified: undefined }, { emailVerified: 'verified' }).emailVerified).toBe(
			true,
		);
		expect(identityOf(claims, { emailVerified: '' }).emailVerified).toBe(false);
		expect(identityOf(claims, { emailVerified: undefined }).emailVerified).toBe(false);
	});

	test('a name may be of another document than the address and its flag', () => {
		const source = { map: standard, emailTrust: 'claim', provider: 'p', issuer: 'i' } as const;
		const first = { sub: 's', email: 'ada@example.com' };
		const second = { sub: 's', email: 'eve@example.com', email_verified: true, name: 'Ada' };
		const own = { email: 'ada@example.com', emailVerified: false, name: 'Ada' };
		expect(toIdentity([first, second], source)).toMatchObject(own);
		expect(toIdentity([second, first], source)).toMatchObject({ email: 'eve@example.com', emailVerified: true });
	});

	test('the first claim that is there decides, not the first that is true', () => {
		const claims = { sub: 's', email: 'ada@example.com', email_verified: false, verified: true };
		expect(identityOf(claims, { emailVerified: 'email_verified|verified' }).emailVerified).toBe(false);
	});

	test('an address in a username is no address', () => {
		const identity = identityOf({ sub: 's', preferred_username: 'ada@example.com', email_verified: true });
		expect([identity.email, identity.emailVerified]).toEqual([undefined, false]);
	});
});

describe('name', () => {
	test.each<[unknown, string | undefined]>([
		['  Ada \n Lovelace ', 'Ada Lovelace'],
		['Ada\u202egnp.exe', 'Adagnp.exe'],
		['A\u200bd\u200da\ufeff', 'Ada'],
		['Ada\u0000\u0007', 'Ada'],
		['\u2066\u200f\u3164', undefined],
		['', undefined],
		[null, undefined],
		[{ first: 'Ada' }, 'Ada'],
		[{ primary: 'Ada' }, undefined],
		['<img onerror=x>', '<img onerror=x>'],
		['Ame\u0301lie', 'Am\u00e9lie'],
		['x'.repeat(300), 'x'.repeat(120)],
		['👩'.repeat(200), '👩'.repeat(120)],
		['x\ud800', 'x'],
	])('%j -> %j', (name, expected) => {
		expect(identityOf({ sub: 's', name }).name).toBe(expected);
	});
});

describe('picture', () => {
	test.each<[unknown, string | undefined]>([
		['https://cdn.example.com/a.png?s=1', 'https://cdn.example.com/a.png?s=1'],
		['//cdn.example.com/a.png', 'https://cdn.example.com/a.png'],
		['http://cdn.example.com/a.png', undefined],
		['http://localhost/a.png', undefined],
		['http://127.0.0.1/a.png', undefined],
		['javascript:alert(1)', undefined],
		['data:image/svg+xml,<svg/>', undefined],
		['https://user:secret@cdn.example.com/', undefined],
		['https://cdn.example.com/a b', undefined],
		['/a.png', undefined],
		['a.png', undefined],
		['', undefined],
		[false, undefined],
		[`https://cdn.example.com/${'a'.repeat(2048)}`, undefined],
	])('%j -> %j', (picture, expected) => {
		expect(identityOf({ sub: 's', picture }).avatarUrl).toBe(expected);
	});
});

test('groups in one text are taken apart by the format of the provider', () => {
	const source = { map: standard, emailTrust: 'claim', provider: 'p', issuer: 'i' } as const;
	const claims = { sub: 's', groups: 'admin, not-admin' };
	expect(toIdentity([claims], source).groups).toEqual(['admin, not-admin']);
	expect(toIdentity([claims], { ...source, separator: ',' }).groups).toEqual(['admin', 'not-admin']);
});

describe('groups and roles', () => {
	const both: Partial<ClaimMap> = { groups: 'groups', roles: 'realm_access.roles' };
	test.each<[string, Claims, Partial<ClaimMap>, Pick<Identity, 'groups' | 'roles'>]>([
		['both', { groups: ['a'], realm_access: { roles: ['b'] } }, both, { groups: ['a'], roles: ['b'] }],
		['none at all is an answer', { groups: [], realm_access: { roles: [] } }, both, { groups: [], roles: [] }],
		['no word is not', {}, both, { groups: 'absent', roles: 'absent' }],
		['nor is what can not be read', { groups: [{ x: 1 }] }, both, { groups: 'absent', roles: 'absent' }],
		['not asked for', { groups: ['a'] }, { groups: '' }, { groups: undefined, roles: undefined }],
		[
			'Entra ID, more than 200 groups',
			{ _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example' } } },
			both,
			{ groups: 'elsewhere', roles: 'absent' },
		],
		['Entra ID, where even that is too long', { hasgroups: true }, both, { groups: 'elsewhere', roles: 'absent' }],
		[
			'a claim with dots elsewhere',
			{ _claim_names: { 'https://x.y/roles': 's' } },
			{ roles: 'https://x.y/roles' },
			{ groups: 'absent', roles: 'elsewhere' },
		],
		[
			'no overage where the groups are there',
			{ groups: ['a'], hasgroups: true },
			{ groups: 'groups' },
			{ groups: ['a'], roles: undefined },
		],
		['a broken word on it', { _claim_names: 'groups', hasgroups: 1 }, both, { groups: 'absent', roles: 'absent' }],
	])('%s', (_, claims, change, expected) => {
		const { groups, roles } = identityOf({ sub: 's', ...claims }, change);
		expect({ groups, roles }).toEqual(expected);
	});
});

describe('a map with a bad template', () => {
	test.each<[Partial<ClaimMap>, string]>([
		[{ subject: '' }, '"subject": template_empty'],
		[{ name: '{{given_name' }, '"name": brace_unclosed'],
		[{ emailVerified: 'a..b' }, '"emailVerified": path_invalid'],
		[{ groups: '/(a+)+/::g' }, '"groups": regex_too_slow'],
		[{ emailVerified: 'a..b', groups: '/(a+)+/::g' }, '"emailVerified": path_invalid'],
	])('%j -> %s', (change, detail) => {
		expect(refusal(() => identityOf({ sub: 's' }, change))).toMatchObject({
			code: 'provider_incomplete',
			detail: `the template for ${detail}`,
		});
	});

	test.each<[Partial<ClaimMap>]>([[{}], [onlySubject], [{ username: undefined, email: undefined }]])(
		'but not %j',
		(change) => {
			expect(identityOf({ sub: 's' }, change)).toMatchObject({ subject: 's' });
		},
	);
});

describe('missingClaims', () => {
	const all = {
		sub: 's',
		preferred_username: 'ada',
		name: 'Ada',
		email: 'ada@example.com',
		email_verified: false,
		groups: [],
	};
	test.each<[string, Claims, Partial<ClaimMap>, boolean]>([
		['all there', all, {}, false],
		['a picture is not worth a call', all, { avatar: 'picture' }, false],
		['no username', { ...all, preferred_username: undefined }, {}, true],
		['empty name', { ...all, name: '' }, {}, true],
		['null e-mail', { ...all, email: null }, {}, true],
		['no groups', { ...all, groups: undefined }, {}, true],
		['no groups, none asked for', { ...all, groups: undefined }, { groups: '' }, false],
		['no roles', all, { roles: 'roles' }, true],
		[
			'groups that are elsewhere, and not where a call would find them',
			{ ...all, groups: undefined, hasgroups: true },
			{},
			false,
		],
		['no flag', { ...all, email_verified: undefined }, {}, true],
		['a flag for another fallback', all, { email: 'email|mail', emailVerified: 'verified|email_verified' }, true],
		['no flag, none named', { ...all, email_verified: undefined }, { emailVerified: '' }, false],
		['no e-mail, none asked for', { ...all, email: undefined, email_verified: undefined }, { email: '' }, false],
		[
			'a fallback is enough',
			{ ...all, preferred_username: undefined, nickname: 'a' },
			{ username: 'preferred_username|nickname' },
			false,
		],
		['only an id', { sub: 's' }, { ...onlySubject, emailVerified: '' }, false],
	])('%s', (_, claims, change, expected) => {
		expect(missingClaims({ ...standard, ...change }, claims)).toBe(expected);
	});
});
