import type { Account } from '../../../src/accounts/account';
import type { Decision, Facts } from '../../../src/accounts/decide';
import { decide } from '../../../src/accounts/decide';
import type { Link, LinkState, PendingLink, Unlinked } from '../../../src/accounts/links';
import type { Policy } from '../../../src/accounts/policy';
import { openPolicy } from '../support/policy';
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
const unknown = { usernameTaken: false, emailTaken: 'unknown', secondFactor: false, approved: false } as const;
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
	readonly facts: Facts;
	readonly expected: unknown;
}

const decisionOf = ({ identity, policy, facts }: Case): Decision =>
	decide({ ...alice, ...identity }, { ...open, ...policy }, facts);

const closed: Partial<Policy> = { registrationOpen: false, approvalRequired: true, emailDomains: ['other.com'] };

describe('somebody with a link', () => {
	test.each<[string, Case]>([
		['signs in to that account', { facts: linked(account), expected: { kind: 'signIn', account } }],
		[
			'is not asked what only new people are asked',
			{ policy: closed, facts: linked(account), expected: { kind: 'signIn', account } },
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
		['while registration is closed', { policy: closed, facts: free, expected: refused('registration_closed') }],
		['while an admin has to approve', { policy: { approvalRequired: true }, facts: free, expected: awaited() }],
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
		['alice@sub.good.com', {}, false],
		['alice@com', {}, false],
		['alice@xn--good-xyz.com', {}, false],
		['alice@good.com', { emailVerified: false }, false],
	])('%s %p: %p', (email, more, allowed) => {
		const policy = { emailDomains: ['good.com', 'fine.org'] };
		const detail = 'emailVerified' in more ? 'not verified' : 'not on the list';
		const expected = allowed ? created({ email }) : refused('email_domain_not_allowed', detail);
		expect(decisionOf({ identity: { email, ...more }, policy, facts: free, expected })).toEqual(expected);
	});

	test('a domain in capitals lets nobody in, as in core: their account could not be created', () => {
		const expected = refused('email_domain_not_allowed', 'not on the list');
		expect(decisionOf({ policy: { emailDomains: ['Good.com'] }, facts: free, expected })).toEqual(expected);
	});

	test('nobody without an address is', () => {
		const identity = { email: undefined };
		const expected = refused('email_domain_not_allowed', 'no address');
		expect(decisionOf({ identity, policy: { emailDomains: ['good.com'] }, facts: free, expected })).toEqual(expected);
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
		['but not after registration was closed', { policy: closed, facts, expected: refused('registration_closed') }],
		[
			'nor without the approval that is asked for now',
			{ policy: { approvalRequired: true }, facts, expected: awaited('promised') },
		],
		[
			'nor from a domain that is no longer let in',
			{
				policy: { emailDomains: ['other.com'] },
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
				policy: { recreateDeleted, registrationOpen: false },
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
