import { gatherFacts } from '../../../src/accounts/facts';
import type { Link, LinkState } from '../../../src/accounts/links';
import { Links } from '../../../src/accounts/links';
import type { Policy, Registration } from '../../../src/accounts/policy';
import type { Identity } from '../../../src/identity/identity';
import type { Account, Directory } from '../../../src/ports/directory';
import { CoreAccounts } from '../support/core';
import { openPolicy, openRegistration } from '../support/policy';
import { MemoryStore } from '../support/store';

const bob: Identity = {
	...{ provider: 'okta', issuer: 'https://id.example.com', subject: '1', groups: [] },
	...{ username: 'Bob', email: 'robert@example.com', emailVerified: true, name: 'Bob Smith' },
};
const policy = openPolicy;
const registration: Registration = {
	...openRegistration,
	usernameRules: { ...openRegistration.usernameRules, blocked: ['bob.smith'] },
};
const read = async (): Promise<Registration> => registration;
/** For those of whom nothing about new accounts may be asked. */
const never = (): Promise<Registration> => Promise.reject(new Error('asked'));
const links = new Links(new MemoryStore());
const known = { secondFactor: false, approved: false, rolesToCome: [] };
const unknown = { ...known, usernameTaken: false, emailTaken: 'unknown' };
const account = (username: string, address: string): Account => ({
	...{ id: `id-of-${username}`, username, kind: 'person', active: true, roles: ['user'] },
	emails: [{ address, verified: true }],
});
const nothing: LinkState = { identity: 'i', generation: 0 };

test.each<[string, Partial<Identity>, string[], { username?: string; usernameTaken: boolean }]>([
	['is free', {}, ['alice', 'bobby'], { username: 'bob', usernameTaken: false }],
	['is taken', {}, ['bob'], { username: 'bob', usernameTaken: true }],
	['is taken in capitals', {}, ['BOB'], { username: 'bob', usernameTaken: true }],
	['is taken with a capital', {}, ['Bob'], { username: 'bob', usernameTaken: true }],
	['is taken as the provider writes it', { username: 'bOb' }, ['bOb'], { username: 'bob', usernameTaken: true }],
	['is taken: the next best is not used in its place', {}, ['bob', 'alice'], { username: 'bob', usernameTaken: true }],
	[
		'can not be made of what the provider calls them: of the address',
		{ username: '@@' },
		[],
		{ username: 'robert', usernameTaken: false },
	],
	[
		'is not made of an address that nobody vouches for',
		{ username: undefined, emailVerified: false },
		[],
		{ username: 'user-i', usernameTaken: false },
	],
	[
		'is reserved, and the name is blocked',
		{ username: 'admin', email: undefined },
		[],
		{ username: 'user-i', usernameTaken: false },
	],
])('a username that %s', async (_name, identity, existing, expected) => {
	const core = new CoreAccounts();
	for (const username of existing) core.has(username);
	const facts = await gatherFacts({ ...bob, ...identity }, { ...known, link: nothing }, policy, core, links, read);
	expect(facts).toMatchObject({ link: nothing, username: undefined, ...expected });
});

test('of somebody with a link only the account is looked up', async () => {
	const core = new CoreAccounts();
	const { id } = core.has('somebody');
	const state = { ...nothing, link: { userId: id } as Link };
	const facts = await gatherFacts(bob, { ...known, link: state }, policy, core, links, never);
	expect(facts).toEqual({ ...unknown, link: state, account: await core.byId(id) });
	expect(facts.account?.username).toBe('somebody');
});

test('of somebody who has proven an account only that account is looked up', async () => {
	const core = new CoreAccounts();
	const { id } = core.has('somebody');
	const proven = { ...known, link: nothing, provenUserId: id };
	const facts = await gatherFacts(bob, proven, policy, core, links, never);
	expect(facts).toEqual({ ...unknown, link: nothing, proven: await core.byId(id) });
});

test('of somebody whose first sign-in was interrupted nothing is: their own account would look taken', async () => {
	const core = new CoreAccounts();
	core.has('bob');
	const pending = { identity: 'i', casUser: 'c', generation: 0, username: 'bob', secret: 's', startedAt: 0 };
	const state = { ...nothing, pending };
	const facts = await gatherFacts(bob, { ...known, link: state }, policy, core, links, read);
	expect(facts).toEqual({ ...unknown, link: state, registration });
});

describe('an account to merge with', () => {
	const merging: Policy = { ...openPolicy, mergeUsers: true };
	const relay = 'x7fq9k2@privaterelay.appleid.com';

	test.each<[string, Partial<Identity>, string | undefined]>([
		['is found by what the provider calls somebody', {}, 'bob'],
		['is found by the verified address', { username: undefined }, 'robert'],
		['is not found by the name', { username: undefined, emailVerified: false }, undefined],
		['is not found by the name of somebody behind a relay', { username: undefined, email: relay }, undefined],
	])('%s', async (_name, change, expected) => {
		const core = new CoreAccounts();
		for (const username of ['bob', 'robert', 'bob.smith']) core.has(username);
		const facts = await gatherFacts(
			{ ...bob, ...change },
			{ ...known, link: nothing },
			merging,
			core,
			links,
			async () => openRegistration,
		);
		expect((facts.match as { username?: string } | undefined)?.username).toBe(expected);
		expect(facts.usernameTaken).toBe(true);
	});

	test('is not found by a name where nobody can be asked for addresses', async () => {
		const core = new CoreAccounts();
		core.has('bob.smith', { email: relay });
		const unvouched = { ...bob, username: undefined, email: relay };
		const byAddress: Policy = { ...merging, keyField: 'email' };
		const facts = await gatherFacts(
			unvouched,
			{ ...known, link: nothing },
			byAddress,
			core,
			links,
			async () => openRegistration,
		);
		expect(facts.match).toBe('unknown');
	});

	test.each<[string, Account | 'unknown' | undefined, string, unknown]>([
		['the one that has the address, whoever has the name', account('owner', bob.email!), 'other@example.com', 'owner'],
		['none where nobody has the address, whoever has the name', undefined, 'other@example.com', undefined],
		[
			'unknown where nobody can be asked, and the name leads to another address',
			'unknown',
			'other@example.com',
			'unknown',
		],
		['the one of the name where nobody can be asked, and it has the address', 'unknown', bob.email!, 'bob'],
	])('by its address is %s', async (_name, addressed, addressOfNamed, expected) => {
		const core = new CoreAccounts();
		core.has('bob', { email: addressOfNamed });
		const directory: Directory = Object.assign(Object.create(core) as Directory, { byEmail: async () => addressed });
		const byAddress: Policy = { ...merging, keyField: 'email' };
		const seen = { ...known, link: nothing };
		const { match } = await gatherFacts(bob, seen, byAddress, directory, links, async () => openRegistration);
		expect(typeof match === 'object' ? match.username : match).toBe(expected);
	});
});
