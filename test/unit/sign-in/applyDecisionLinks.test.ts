import type { Applicant } from '../../../src/accounts/applicant';
import { LoginError } from '../../../src/errors';
import { evaluate } from '../../../src/sign-in/evaluate';
import { linkToProvenAccount } from '../../../src/sign-in/linkIdentity';
import type { LinkResult } from '../../../src/sign-in/outcome';
import type { AccountRules } from '../../../src/settings/accountRules';
import { alice, applicant } from '../support/applicant';
import { codeOf } from '../support/loginError';
import { defaultRules } from '../support/policy';
import { signingIn } from '../support/signingIn';

let { core, store, ports, links, signIn, decide, stateOf } = signingIn();
beforeEach(() => {
	({ core, store, ports, links, signIn, decide, stateOf } = signingIn());
});

const merging = { ...defaultRules, mergeUsers: true };
/** From the page of linked accounts. */
const linkIn = async (who: Applicant, rules: AccountRules): Promise<LinkResult> =>
	linkToProvenAccount(await evaluate(who, { rules, syncRules: {} }, ports), ports);
const proving = (provenUserId: string) => ({ ...applicant(), provenUserId });

test('who has the username of an account is asked to prove it, and nothing has changed', async () => {
	core.has('alice');
	expect(await decide(applicant(), defaultRules)).toEqual({
		kind: 'confirm',
		reason: 'username_taken',
	});
	expect([core.users.length, core.sessions.length, store.count()]).toEqual([1, 0, 0]);
});

test('so is whom core refuses, because of an address that the app could not look up', async () => {
	core.has('alicia', { email: 'alice@good.com' });
	expect(await decide(applicant(), defaultRules)).toMatchObject({ kind: 'confirm', reason: 'account_refused' });
	expect([core.users.length, core.sessions.length, store.count()]).toEqual([1, 0, 0]);
});

test('who has proven an account is linked to it, known by its username, and gets into it ever after', async () => {
	const { id } = core.has('alicia');
	expect(await decide(proving(id), defaultRules)).toMatchObject({ kind: 'signedIn', session: { userId: id } });
	expect((await stateOf()).link).toMatchObject({ userId: id, casUser: 'alicia', subject: alice.subject });
	core.users[0]!.username = 'renamed';
	expect((await signIn()).userId).toBe(id);
	expect(core.users).toHaveLength(1);
});

test('an account that is linked already keeps what core knows it by', async () => {
	const { userId } = await signIn();
	const { casUser } = (await stateOf()).link!;
	const github = { ...applicant({ provider: 'github', subject: '7' }), provenUserId: userId };
	await decide(github, defaultRules);
	expect(await links.of(userId)).toMatchObject([{ provider: 'instance' }, { provider: 'github', casUser }]);
	expect(core.users).toMatchObject([{ casUser }]);
});

test('what core knows an account by is noted again where it has changed', async () => {
	const { userId } = await signIn();
	const before = (await stateOf()).link!;
	core.signIn = async ({ username }) => ({
		session: await core.casLogin({ casUser: before.casUser! }),
		casUser: username,
	});
	expect((await signIn()).userId).toBe(userId);
	expect((await stateOf()).link).toEqual({ ...before, casUser: 'alice' });
});

test('a link that was removed while core was asked stays removed', async () => {
	const { id } = core.has('alicia');
	await linkIn(proving(id), defaultRules);
	const made = (await stateOf()).link!;
	const asked = core.signIn.bind(core);
	core.signIn = async (account) => {
		await links.unlink(made);
		return asked(account);
	};
	await signIn();
	const { link: found, unlinked } = await stateOf();
	expect([found, unlinked?.reason]).toEqual([undefined, 'removed']);
});

test('a person whom an admin links while they sign up gets into that account, and no other is made', async () => {
	const { id } = core.has('alicia');
	const add = store.add.bind(store);
	store.add = async (key, ...rest) => {
		await add(key, ...rest);
		if (!key.startsWith('pending-link:')) return;
		const { identity } = await stateOf();
		await links.link({ ...alice, identity, userId: id, generation: 0, linkedAt: 1, origin: 'import' });
	};
	expect((await signIn()).userId).toBe(id);
	expect(core.users).toHaveLength(1);
});

test('nobody is merged into an account from which they were removed', async () => {
	core.has('alice', { email: 'alice@good.com' });
	await decide(applicant(), merging);
	await links.unlink((await stateOf()).link!);
	expect(await decide(applicant(), merging)).toMatchObject({ kind: 'confirm', reason: 'username_taken' });
});

test('merged by what both sides have verified, without a proof', async () => {
	const { id } = core.has('alice', { email: 'alice@good.com' });
	expect(await decide(applicant(), merging)).toMatchObject({ kind: 'signedIn', session: { userId: id } });
	expect((await stateOf()).link).toMatchObject({ userId: id });
});

test('merging ends the sessions that somebody else has of the account', async () => {
	const { id } = core.has('alice', { email: 'alice@good.com' });
	const account = (await core.byId(id))!;
	const [{ session: older }, { session: another }] = [await core.signIn(account), await core.signIn(account)];
	const applied = await decide(applicant(), merging);
	expect(applied.kind === 'signedIn' && core.sessions).toEqual([(applied as { session: unknown }).session]);
	expect(core.ended).toEqual([older, another]);
	// It is theirs from now on: what they have opened since stays.
	await decide(applicant(), merging);
	expect(core.sessions).toHaveLength(2);
});

test('where they can not be ended, nothing is linked', async () => {
	const { id } = core.has('alice', { email: 'alice@good.com' });
	const { session: older } = await core.signIn((await core.byId(id))!);
	core.endOthers = () => Promise.reject(new LoginError('rest_failed'));
	expect(await codeOf(decide(applicant(), merging))).toBe('rest_failed');
	expect([core.sessions, (await stateOf()).link]).toEqual([[older], undefined]);
});

test('who has proven an account keeps the sessions that they have of it', async () => {
	const { id } = core.has('alicia');
	await core.signIn((await core.byId(id))!);
	await decide(proving(id), merging);
	expect(core.sessions).toHaveLength(2);
});

test('not merged by what one side says', async () => {
	core.has('alice', { email: 'another@good.com' });
	expect(await decide(applicant(), merging)).toMatchObject({ kind: 'confirm' });
	expect((await stateOf()).link).toBeUndefined();
});

test('a link that core does not let in is not made', async () => {
	const { id } = core.has('alicia', { active: true });
	core.signIn = async () => ({ session: { userId: core.has('stranger').id, token: 'stolen' } });
	expect(await codeOf(decide(proving(id), defaultRules))).toBe('session_mismatch');
	expect((await stateOf()).link).toBeUndefined();
});

describe('linking to the account that the person is signed in to', () => {
	test('an identity is linked without another session', async () => {
		const { id } = core.has('alicia');
		await linkIn(proving(id), defaultRules);
		expect((await stateOf()).link).toEqual(expect.not.objectContaining({ casUser: expect.anything() as string }));
		expect(core.sessions).toEqual([]);
		expect((await signIn()).userId).toBe(id);
	});

	test('linking a second time changes nothing', async () => {
		const { id } = core.has('alicia');
		expect(await linkIn(proving(id), defaultRules)).toBe('made');
		const { link } = await stateOf();
		expect(await linkIn(proving(id), defaultRules)).toBe('there');
		expect((await stateOf()).link).toEqual(link);
	});

	test('an identity that is linked to another account stays there', async () => {
		const { userId } = await signIn();
		const { id } = core.has('mallory');
		expect(await codeOf(linkIn(proving(id), defaultRules))).toBe('identity_linked');
		expect((await stateOf()).link).toMatchObject({ userId });
	});

	test.each([
		['where the admin does not want it', { ...defaultRules, mayLink: false }, {}, 'linking_off'],
		['while their account is off', defaultRules, { active: false }, 'account_disabled'],
		['as a bot', defaultRules, { kind: 'machine' as const }, 'account_not_a_person'],
		['from outside of the domains', { ...defaultRules, onlyDomains: ['other.com'] }, {}, 'email_domain_not_allowed'],
	])('nothing is linked %s', async (_name, rules, more, code) => {
		const { id } = core.has('alicia', more);
		expect(await codeOf(linkIn(proving(id), rules))).toBe(code);
		expect(store.count()).toBe(0);
	});
});
