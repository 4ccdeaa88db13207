import { Requests } from '../../../src/accounts/requests';
import { askForApproval } from '../../../src/sign-in/askForApproval';
import { requestsNotifySetting } from '../../../src/settings/people';
import { alice, applicant } from '../support/applicant';
import { Mailbox } from '../support/mailbox';
import { withoutLinking } from '../support/policy';
import { portsWith } from '../support/ports';
import { MemorySettings } from '../support/settings';
import { signingIn } from '../support/signingIn';

const hour = 3600_000;

function setUp(notify = 'ada, grace') {
	const [clock, messenger] = [{ time: 1_700_000_000_000 }, new Mailbox()];
	const appSettings = new MemorySettings({ [requestsNotifySetting.id]: notify });
	const ports = portsWith({ messenger, appSettings, now: () => clock.time });
	const ask = (subject: string) => askForApproval({ ...alice, subject }, 'okta', 'create', 'alice', ports);
	return { clock, messenger, ports, ask };
}

test('tells whom the admin named, without a word about who it is', async () => {
	const { ask, messenger } = setUp();
	await ask('1');
	const text = 'Waiting for an approval: 1. See who with /oauth-login requests.';
	expect(messenger.messages).toEqual([
		{ username: 'ada', text },
		{ username: 'grace', text },
	]);
});

test('tells nobody twice of the same, and nobody more than once an hour', async () => {
	const { ask, messenger, clock } = setUp('ada');
	const told = (): number => messenger.messages.length;
	await ask('1');
	clock.time += 2 * hour;
	await ask('1');
	expect(told()).toBe(1);
	await ask('2');
	expect(told()).toBe(2);
	clock.time += hour - 1;
	await ask('3');
	expect(told()).toBe(2);
	clock.time += 1;
	await ask('4');
	expect(messenger.messages.at(-1)!.text).toContain(': 4.');
});

test.each([
	['nobody is named', '', false],
	['nobody can be told', 'ada', true],
])('waits all the same where %s', async (_name, notify, readOnly) => {
	const { ask, messenger, ports } = setUp(notify);
	messenger.readOnly = readOnly;
	const { reference } = await ask('1');
	await expect(new Requests(ports).find(reference)).resolves.toMatchObject({ username: 'alice' });
});

describe('where an admin approves of new accounts', () => {
	async function waiting() {
		const scene = signingIn();
		scene.serverSettings.change({ Accounts_ManuallyApproveNewUsers: true });
		const enter = (who = applicant()) => scene.decide(who, withoutLinking);
		const ask = async () => askForApproval(alice, 'okta', 'create', 'alice', scene.ports);
		return { ...scene, enter, ask, requests: new Requests(scene.ports) };
	}

	test('nobody has an account before, and nothing is kept by looking', async () => {
		const { enter, core, store } = await waiting();
		await expect(enter()).resolves.toMatchObject({ kind: 'awaitApproval', account: { username: 'alice' } });
		expect([core.users.length, store.count()]).toEqual([0, 0]);
	});

	test('the next sign-in makes it, and the approval is used up', async () => {
		const { enter, ask, core, requests } = await waiting();
		await requests.answer(await ask(), 'approved');
		const { kind } = await enter();
		expect([kind, core.users.map(({ username }) => username)]).toEqual(['signedIn', ['alice']]);
		await expect(requests.answerTo((await ask()).identity)).resolves.toBeUndefined();
		await expect(enter()).resolves.toMatchObject({ kind: 'signedIn' });
	});

	test('an approval is of one identity', async () => {
		const { enter, requests, ask } = await waiting();
		await requests.answer(await ask(), 'approved');
		const other = applicant({ subject: 'other', username: 'bob', email: 'bob@good.com' });
		await expect(enter(other)).resolves.toMatchObject({ kind: 'awaitApproval' });
	});

	test('a refusal makes none', async () => {
		const { enter, ask, core, requests } = await waiting();
		await requests.answer(await ask(), 'refused');
		await expect(enter()).resolves.toMatchObject({ kind: 'awaitApproval' });
		await expect(ask()).rejects.toMatchObject({ code: 'approval_refused' });
		expect(core.users).toEqual([]);
	});

	test('an approval does not outrank what else the workspace asks', async () => {
		const { enter, ask, core, requests, serverSettings } = await waiting();
		await requests.answer(await ask(), 'approved');
		serverSettings.change({ Accounts_AllowedDomainsList: 'other.com' });
		await expect(enter()).rejects.toMatchObject({ code: 'email_domain_not_allowed' });
		expect(core.users).toEqual([]);
	});
});
