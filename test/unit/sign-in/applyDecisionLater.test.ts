import type { Directory } from '../../../src/ports/directory';
import { applicant } from '../support/applicant';
import { withoutLinking } from '../support/policy';
import { codeOf } from '../support/loginError';
import { decideAndApply, signingIn } from '../support/signingIn';

/** What an app without the permission gets. */
const blind: Directory = {
	...{ byId: async () => undefined, byUsername: async () => undefined },
	replaceCustomFields: async () => false,
	...{ byEmail: async () => 'unknown', answers: async () => false, deactivate: async () => false },
};

let { core, store, appSettings, ports, links, signIn, stateOf } = signingIn();
beforeEach(() => {
	({ core, store, appSettings, ports, links, signIn, stateOf } = signingIn());
});

describe('somebody whose account was made, but not linked yet', () => {
	/** What a crash between the two leaves. */
	const interrupted = async (): Promise<void> => {
		await signIn();
		const { identity, casUser, generation } = (await stateOf()).link!;
		await store.remove(`link:${identity}`);
		await links.reserve({ identity, casUser: casUser!, generation, username: 'alice', secret: 's', startedAt: 0 });
	};

	test('gets in, also after an admin renamed the account', async () => {
		await interrupted();
		core.users[0]!.username = 'alice.renamed';
		expect((await signIn()).userId).toBe(core.users[0]!.id);
	});

	test('gets in as nobody else, should core know their name as a machine now', async () => {
		await interrupted();
		core.users[0]!.kind = 'machine';
		expect(await codeOf(signIn())).toBe('session_mismatch');
		expect([core.sessions.length, (await stateOf()).link]).toEqual([1, undefined]);
	});

	test('is refused while the account is off, and gets in when it is on again', async () => {
		await interrupted();
		core.users[0]!.active = false;
		expect(await codeOf(signIn())).toBe('account_disabled');
		core.users[0]!.active = true;
		expect((await signIn()).userId).toBe(core.users[0]!.id);
	});

	test('gets in the next time when the account can not be looked up', async () => {
		await interrupted();
		await expect(decideAndApply(applicant(), withoutLinking, core, { ...ports, directory: blind })).rejects.toThrow();
		expect((await signIn()).userId).toBe(core.users[0]!.id);
	});
});

describe.each([
	['of which the app heard', true],
	['of which it did not hear', false],
])('after the deletion of an account %s', (_name, heard) => {
	beforeEach(async () => {
		const { userId } = await signIn();
		core.delete(userId);
		if (heard) await links.unlinkAllOf(userId);
	});

	test('its person is refused, as often as they try', async () => {
		expect([await codeOf(signIn()), await codeOf(signIn())]).toEqual(['account_deleted', 'account_deleted']);
		expect(core.users).toHaveLength(0);
	});

	test('nor are they let in by a directory that finds nobody at all', async () => {
		appSettings.change({ Accounts_recreate_deleted: true });
		core.has('alice');
		const state = await stateOf();
		await codeOf(decideAndApply(applicant(), withoutLinking, core, { ...ports, directory: blind }));
		expect([core.sessions.length, core.users.length]).toEqual([1, 1]);
		expect((await stateOf()).link).toEqual(state.link);
	});

	test('they may sign up again where the admin says so, as somebody whom core does not know', async () => {
		const before = (await stateOf()).generation;
		appSettings.change({ Accounts_recreate_deleted: true });
		const { userId } = await signIn();
		expect(core.users.map(({ id }) => id)).toEqual([userId]);
		expect((await stateOf()).link).toMatchObject({ userId, generation: heard ? before : before + 1 });
	});
});
