import type { Account } from '../../../src/ports/directory';
import type { Decision, Facts } from '../../../src/accounts/decide';
import { decide } from '../../../src/accounts/decide';
import type { Link, LinkState, PendingLink, Unlinked } from '../../../src/accounts/links';
import type { Policy, Registration } from '../../../src/accounts/policy';
import { openPolicy, openRegistration } from '../support/policy';
import type { Identity } from '../../../src/identity/identity';

const alice: Identity = {
	provider: 'okta',
	issuer: 'https://id.example.com',
	subject: '00u1',
	name: 'Alice',
	email: 'alice@good.com',
	emailVerified: true,
	groups: [],
};
const open: Policy = { ...openPolicy, mayLink: false };
const link: Link = {
	...{ identity: 'i', provider: 'okta', issuer: alice.issuer, subject: alice.subject },
	...{ userId: 'u1', casUser: 'c:0', generation: 0, linkedAt: 0 },
};
const pending: PendingLink = {
	identity: 'i',
	casUser: 'c:0',
	generation: 0,
	username: 'promised',
	secret: 's',
	startedAt: 0,
};
const unlinked: Unlinked = { identity: 'i', generation: 1, reason: 'account_deleted' };
const account: Account = { id: 'u1', username: 'alice', kind: 'person', active: true, roles: ['user'], emails: [] };

const nothing: LinkState = { identity: 'i', generation: 0 };
const unknown = {
	...({ usernameTaken: false, emailTaken: 'unknown', secondFactor: false, approved: false } as const),
	rolesToCome: [] as readonly string[],
};
const free: Facts = { ...unknown, link: nothing, username: 'alice' };
const linked = (to: Account | undefined): Facts => ({ ...unknown, link: { ...nothing, link }, account: to });
/** Nothing about who it was goes with it: that would end up in the log. */
const refused = (code: string, detail?: string): unknown => ({ kind: 'refuse', code, detail });
const created = (more: Partial<Extract<Decision, { kind: 'create' }>> = {}): Decision => ({
	...{ kind: 'create', username: 'alice', name: 'Alice', email: 'alice@good.com' },
	...more,
});

const awaited = (username = 'alice'): unknown => ({ ...created({ username }), kind: 'awaitApproval' });

interface Case {
	readonly identity?: Partial<Identity>;
	readonly policy?: Partial<Policy>;
	readonly registration?: Partial<Registration>;
	readonly facts: Facts;
	readonly expected: unknown;
}

const decisionOf = ({ identity, policy, registration, facts }: Case): Decision =>
	decide(
		{ ...alice, ...identity },
		{ ...open, ...policy },
		{
			...{ registration: { ...openRegistration, ...registration } },
			...facts,
		},
	);

const closed: Partial<Registration> = { registrationOpen: false, approvalRequired: true, emailDomains: ['other.com'] };

describe('somebody with a link', () => {
	test.each<[string, Case]>([
		['signs in to that account', { facts: linked(account), expected: { kind: 'signIn', account } }],
		[
			'is not asked what only new people are asked',
			{ registration: closed, facts: linked(account), expected: { kind: 'signIn', account } },
		],
		[
			'needs no address, name or username',
			{
				identity: { email: undefined, name: undefined },
				facts: linked(account),
				expected: { kind: 'signIn', account },
			},
		],
		['whose account is gone', { facts: linked(undefined), expected: refused('account_deleted') }],
		[
			'whose account is a bot',
			{ facts: linked({ ...account, kind: 'machine' }), expected: refused('account_not_a_person') },
		],
		['whose account is off', { facts: linked({ ...account, active: false }), expected: refused('account_disabled') }],
		[
			'whose account is a bot that is off',
			{ facts: linked({ ...account, kind: 'machine', active: false }), expected: refused('account_not_a_person') },
		],
	])('%s', (_name, one) => expect(decisionOf(one)).toEqual(one.expected));

	test('is never created anew, whatever else is known', () => {
		const facts: Facts = { ...linked(account), link: { ...nothing, link, pending, unlinked }, username: 'alice' };
		expect(decisionOf({ facts, expected: undefined })).toEqual({ kind: 'signIn', account });
	});
});

describe('somebody new', () => {
	test.each<[string, Case]>([
		['is created', { facts: free, expected: created() }],
		['without a name', { identity: { name: undefined }, facts: free, expected: created({ name: undefined }) }],
		[
			'with an address that nobody vouches for: without it',
			{ identity: { emailVerified: false }, facts: free, expected: created({ email: undefined }) },
		],
		['without an address', { identity: { email: undefined }, facts: free, expected: created({ email: undefined }) }],
		['while registration is closed', { registration: closed, facts: free, expected: refused('registration_closed') }],
		['while an admin has to approve', { registration: { approvalRequired: true }, facts: free, expected: awaited() }],
		[
			'of whom no username can be made',
			{ facts: { ...free, username: undefined }, expected: refused('username_missing') },
		],
		['whose username somebody has', { facts: { ...free, usernameTaken: true }, expected: refused('username_taken') }],
	])('%s', (_name, one) => expect(decisionOf(one)).toEqual(one.expected));
});

describe('while addresses of good.com and fine.org are let in only', () => {
	test.each<[string, Partial<Identity>, boolean]>([
		['alice@good.com', {}, true],
		['alice@fine.org', {}, true],
		['alice@evilgood.com', {}, false],
		['alice@good.com.evil', {}, false],
		['alice@good.com@evil.com', {}, false],
		['alice@sub.good.com', {}, false],
		['alice@com', {}, false],
		['alice@xn--good-xyz.com', {}, false],
		['alice@good.com', { emailVerified: false }, false],
	])('%s %p -> %p', (email, more, allowed) => {
		const registration = { emailDomains: ['good.com', 'fine.org'] };
		const detail = 'emailVerified' in more ? 'not verified' : 'not on the list';
		const expected = allowed ? created({ email }) : refused('email_domain_not_allowed', detail);
		expect(decisionOf({ identity: { email, ...more }, registration, facts: free, expected })).toEqual(expected);
	});

	test('a domain in capitals lets nobody in, as in core: their account could not be created', () => {
		const expected = refused('email_domain_not_allowed', 'not on the list');
		expect(decisionOf({ registration: { emailDomains: ['Good.com'] }, facts: free, expected })).toEqual(expected);
	});

	test('nobody without an address is', () => {
		const identity = { email: undefined };
		const expected = refused('email_domain_not_allowed', 'no address');
		expect(decisionOf({ identity, registration: { emailDomains: ['good.com'] }, facts: free, expected })).toEqual(
			expected,
		);
	});
});

describe('somebody whose first sign-in was interrupted', () => {
	const facts: Facts = { ...unknown, link: { ...nothing, pending } };
	test.each<[string, Case]>([
		['goes on under the promised username', { facts, expected: created({ username: 'promised' }) }],
		[
			'even where another is free',
			{ facts: { ...facts, username: 'alice' }, expected: created({ username: 'promised' }) },
		],
		[
			'but not after registration was closed',
			{ registration: closed, facts, expected: refused('registration_closed') },
		],
		[
			'nor without the approval that is asked for now',
			{ registration: { approvalRequired: true }, facts, expected: awaited('promised') },
		],
		[
			'nor from a domain that is no longer let in',
			{
				registration: { emailDomains: ['other.com'] },
				facts,
				expected: refused('email_domain_not_allowed', 'not on the list'),
			},
		],
	])('%s', (_name, one) => expect(decisionOf(one)).toEqual(one.expected));
});

describe('somebody whose account was deleted', () => {
	const link: LinkState = { ...nothing, unlinked, generation: 1 };
	const recreateDeleted = true;
	test.each<[string, Case]>([
		['is refused', { facts: { ...free, link }, expected: refused('account_deleted') }],
		[
			'unless the admin lets them in again',
			{ policy: { recreateDeleted }, facts: { ...free, link }, expected: created() },
		],
		[
			'under the rules for everybody new',
			{
				policy: { recreateDeleted },
				registration: { registrationOpen: false },
				facts: { ...free, link },
				expected: refused('registration_closed'),
			},
		],
		[
			'is refused while a second sign-up is under way, too',
			{ facts: { ...unknown, link: { ...link, pending } }, expected: refused('account_deleted') },
		],
		[
			'finishes that second sign-up where it is allowed',
			{
				policy: { recreateDeleted },
				facts: { ...unknown, link: { ...link, pending } },
				expected: created({ username: 'promised' }),
			},
		],
	])('%s', (_name, one) => expect(decisionOf(one)).toEqual(one.expected));
});

describe('what holds for everybody, at every sign-in', () => {
	const domains: Partial<Policy> = { onlyDomains: ['good.com'] };
	const groups: Partial<Policy> = { onlyGroups: ['staff', 'board'] };
	const inside = { kind: 'signIn', account };
	test.each<[string, Case]>([
		['a domain that is let in', { policy: domains, facts: linked(account), expected: inside }],
		[
			'another domain',
			{
				identity: { email: 'alice@other.com' },
				policy: domains,
				facts: linked(account),
				expected: refused('email_domain_not_allowed', 'not on the list; the list is that of the provider'),
			},
		],
		[
			'a domain that nobody vouches for',
			{
				identity: { emailVerified: false },
				policy: domains,
				facts: linked(account),
				expected: refused('email_domain_not_allowed', 'not verified; the list is that of the provider'),
			},
		],
		[
			'one of the groups',
			{ identity: { groups: ['x', 'board'] }, policy: groups, facts: linked(account), expected: inside },
		],
		[
			'none of the groups',
			{
				identity: { groups: ['Staff'] },
				policy: groups,
				facts: linked(account),
				expected: refused('group_required', 'not in it'),
			},
		],
		[
			'groups of which the provider says nothing',
			{
				identity: { groups: 'absent' },
				policy: groups,
				facts: linked(account),
				expected: refused('group_required', 'absent'),
			},
		],
		[
			'groups that the provider gives elsewhere, and an account proven',
			{
				identity: { groups: 'elsewhere' },
				policy: { ...groups, mayLink: true },
				facts: { ...free, proven: account },
				expected: refused('groups_not_listed'),
			},
		],
		[
			'none of the groups, for somebody new',
			{ identity: { groups: [] }, policy: groups, facts: free, expected: refused('group_required', 'not in it') },
		],
	])('%s', (_name, one) => expect(decisionOf(one)).toEqual(one.expected));
});

describe('an account with a privileged role', () => {
	const admin: Account = { ...account, roles: ['user', 'admin'] };
	const owner: Account = { ...account, roles: ['owner'] };
	test.each<[Policy['privileged'], boolean, Account, string]>([
		['trust', false, admin, 'in'],
		['second_factor', true, admin, 'in'],
		['second_factor', false, admin, 'second_factor_missing'],
		['second_factor', false, owner, 'second_factor_missing'],
		['second_factor', false, account, 'in'],
		['refuse', true, admin, 'account_privileged'],
		['refuse', true, owner, 'account_privileged'],
		['refuse', false, account, 'in'],
	])('%s, second factor %p, %p -> %s', (privileged, secondFactor, one, outcome) => {
		const policy: Partial<Policy> = { privileged, privilegedRoles: ['admin', 'owner'], mayLink: true };
		const whole = { ...linked(one), secondFactor };
		const proving = { ...free, proven: one, secondFactor };
		const expected = (kind: string): unknown => (outcome === 'in' ? { kind, account: one } : refused(outcome));
		expect(decisionOf({ policy, facts: whole, expected: undefined })).toEqual(expected('signIn'));
		expect(decisionOf({ policy, facts: proving, expected: undefined })).toEqual(expected('link'));
	});

	test.each<[Policy['privileged'], boolean, readonly string[], string | undefined]>([
		['trust', false, ['admin'], undefined],
		['second_factor', true, ['admin'], undefined],
		['second_factor', false, ['auditor', 'admin'], 'second_factor_missing'],
		['second_factor', false, ['owner'], 'second_factor_missing'],
		['second_factor', false, ['auditor'], undefined],
		['refuse', true, ['admin'], 'account_privileged'],
		['refuse', true, ['owner'], 'account_privileged'],
		['refuse', false, ['auditor'], undefined],
	])('%s, second factor %p, and the sign-in gives %j -> %s', (privileged, secondFactor, rolesToCome, code) => {
		const policy: Partial<Policy> = {
			...{ privileged, privilegedRoles: ['admin', 'owner'], mayLink: true, mergeUsers: true },
		};
		const address = { address: 'alice@good.com', verified: true };
		const ways: Facts[] = [
			linked(account),
			{ ...free, proven: account },
			{ ...free, usernameTaken: true, match: { ...account, emails: [address] }, matchLinks: [] },
			free,
			{ ...free, link: { ...nothing, pending } },
			{ ...free, usernameTaken: true },
		];
		const kinds = ['signIn', 'link', 'link', 'create', 'create', 'confirm'];
		const decisions = ways.map((facts) =>
			decisionOf({ policy, facts: { ...facts, secondFactor, rolesToCome }, expected: undefined }),
		);
		const expected = kinds.map((kind) => (code === undefined ? expect.objectContaining({ kind }) : refused(code)));
		expect(decisions).toEqual(expected);
	});
});

describe('somebody who has proven an account to be theirs', () => {
	const policy: Partial<Policy> = { mayLink: true };
	const proven: Facts = { ...free, proven: account };
	test.each<[string, Case]>([
		['is linked to it', { policy, facts: proven, expected: { kind: 'link', account } }],
		[
			'also where nobody new gets an account',
			{ policy: { ...policy, ...closed, mayCreate: false }, facts: proven, expected: { kind: 'link', account } },
		],
		[
			'also when an account of theirs was deleted before',
			{ policy, facts: { ...proven, link: { ...nothing, unlinked } }, expected: { kind: 'link', account } },
		],
		['but not where that is off', { facts: proven, expected: refused('linking_off') }],
		[
			'not to a bot',
			{
				policy,
				facts: { ...free, proven: { ...account, kind: 'machine' } },
				expected: refused('account_not_a_person'),
			},
		],
		[
			'not while it is off',
			{ policy, facts: { ...free, proven: { ...account, active: false } }, expected: refused('account_disabled') },
		],
		[
			'not instead of the account that they are linked to',
			{
				policy,
				facts: { ...linked(account), proven: { ...account, id: 'u2' } },
				expected: { kind: 'signIn', account },
			},
		],
	])('%s', (_name, one) => expect(decisionOf(one)).toEqual(one.expected));
});

describe('where users are merged', () => {
	const policy: Partial<Policy> = { mergeUsers: true };
	const address = { address: 'alice@good.com', verified: true };
	const same: Account = { ...account, emails: [{ address: 'old@good.com', verified: true }, address] };
	const match: Facts = { ...free, usernameTaken: true, match: same, matchLinks: [] };
	const merged = { kind: 'link', account: same };
	const other = { ...link, provider: 'github' };
	const notMerged = refused('username_taken');
	test.each<[string, Case]>([
		['the account with the same verified address is theirs', { policy, facts: match, expected: merged }],
		['unless they are not', { facts: match, expected: notMerged }],
		[
			'unless the provider does not vouch',
			{ policy, identity: { emailVerified: false }, facts: match, expected: notMerged },
		],
		[
			'unless the address is one that hides theirs',
			{
				policy,
				identity: { email: 'x7fq9k2@privaterelay.appleid.com' },
				facts: {
					...match,
					match: { ...same, emails: [{ address: 'x7fq9k2@privaterelay.appleid.com', verified: true }] },
				},
				expected: notMerged,
			},
		],
		['unless it says no address', { policy, identity: { email: undefined }, facts: match, expected: notMerged }],
		[
			'unless the workspace has not verified it',
			{
				policy,
				facts: { ...match, match: { ...same, emails: [{ ...address, verified: false }] } },
				expected: notMerged,
			},
		],
		[
			'unless only the username is the same',
			{ policy, facts: { ...match, match: { ...same, emails: [] } }, expected: notMerged },
		],
		['unless nobody could be asked', { policy, facts: { ...match, match: 'unknown' }, expected: notMerged }],
		[
			'unless it has a privileged role',
			{ policy, facts: { ...match, match: { ...same, roles: ['admin'] } }, expected: notMerged },
		],
		['unless it is a bot', { policy, facts: { ...match, match: { ...same, kind: 'machine' } }, expected: notMerged }],
		['unless it is off', { policy, facts: { ...match, match: { ...same, active: false } }, expected: notMerged }],
		[
			'unless another provider signs in to it',
			{ policy, facts: { ...match, matchLinks: [other] }, expected: notMerged },
		],
		[
			'but for an admin who says that this does not matter',
			{ policy: { ...policy, mergeDistinct: true }, facts: { ...match, matchLinks: [other] }, expected: merged },
		],
		[
			'and never when somebody else of this provider signs in to it',
			{
				policy: { ...policy, mergeDistinct: true },
				facts: { ...match, matchLinks: [other, { ...link, subject: 'another' }] },
				expected: notMerged,
			},
		],
		[
			'also where nobody new gets an account',
			{ policy: { ...policy, mayCreate: false }, facts: match, expected: merged },
		],
		[
			'but not after it was deleted once',
			{ policy, facts: { ...match, link: { ...nothing, unlinked } }, expected: refused('account_deleted') },
		],
		[
			'nor after the owner has removed the connection',
			{
				policy,
				facts: { ...match, link: { ...nothing, unlinked: { ...unlinked, reason: 'removed' } } },
				expected: notMerged,
			},
		],
	])('%s', (_name, one) => expect(decisionOf(one)).toEqual(one.expected));
});

describe('who can get no account of their own may have one', () => {
	const policy: Partial<Policy> = { mayLink: true };
	const asked = (reason: string): unknown => ({ kind: 'confirm', reason });
	const removed: LinkState = { ...nothing, unlinked: { ...unlinked, reason: 'removed' }, generation: 1 };
	test.each<[string, Case & { otherwise: string }]>([
		[
			'under the username',
			{
				policy,
				facts: { ...free, usernameTaken: true },
				expected: asked('username_taken'),
				otherwise: 'username_taken',
			},
		],
		[
			'under the address',
			{ policy, facts: { ...free, emailTaken: true }, expected: asked('email_taken'), otherwise: 'email_taken' },
		],
		[
			'where none are made for people of this provider',
			{
				policy: { ...policy, mayCreate: false },
				facts: free,
				expected: asked('creation_off'),
				otherwise: 'creation_off',
			},
		],
		[
			'where core is closed',
			{
				policy,
				registration: { registrationOpen: false },
				facts: free,
				expected: asked('registration_closed'),
				otherwise: 'registration_closed',
			},
		],
		[
			'after they have removed a link',
			{
				policy,
				facts: { ...free, link: removed, usernameTaken: true },
				expected: asked('username_taken'),
				otherwise: 'username_taken',
			},
		],
	])('%s', (_name, { otherwise, ...one }) => {
		expect(decisionOf(one)).toEqual(one.expected);
		expect(decisionOf({ ...one, policy: { ...one.policy, mayLink: false } })).toEqual(refused(otherwise));
	});

	test('who has removed a link and whose username is free gets another account', () =>
		expect(decisionOf({ facts: { ...free, link: removed }, expected: undefined })).toEqual(created()));
});

describe('where an admin approves of new accounts', () => {
	const registration: Partial<Registration> = { approvalRequired: true };
	test.each<[string, Case]>([
		['somebody new waits', { registration, facts: free, expected: awaited() }],
		['until they are approved of', { registration, facts: { ...free, approved: true }, expected: created() }],
		[
			'which opens nothing that is closed',
			{
				registration: { ...registration, registrationOpen: false },
				facts: { ...free, approved: true },
				expected: refused('registration_closed'),
			},
		],
		['somebody linked does not', { registration, facts: linked(account), expected: { kind: 'signIn', account } }],
	])('%s', (_name, one) => expect(decisionOf(one)).toEqual(one.expected));
});

test('somebody who has proven an account that is gone since gets no other in its place', () => {
	// What core wants of new accounts is not asked of them.
	const facts = { ...free, registration: undefined };
	for (const mayLink of [true, false]) {
		expect(decisionOf({ policy: { mayLink }, facts, expected: undefined })).toEqual(refused('account_deleted'));
	}
});
