import { ProcessMemory } from '../../../../src/host/memory';
import type { Memory } from '../../../../src/ports/memory';
import { CoreSettings, usesOwnCas } from '../../../../src/workspace/cas/coreSettings';
import { Interleaving } from '../../support/interleaving';
import { appPath } from '../../support/ports';
import { MemorySettings } from '../../support/settings';
import type { Step } from '../../support/store';
import { crashAt, MemoryStore } from '../../support/store';

const siteUrl = 'https://chat.example.com';
const casUrl = 'https://inside.example.com';
const ours = `${casUrl}${appPath}/cas`;

/** What an admin had there before: an old CAS server that is switched off, and settings of their own. */
const before: Readonly<Record<string, unknown>> = {
	CAS_base_url: 'https://old.example.com/cas',
	CAS_enabled: false,
	CAS_version: '1.0',
	CAS_login_url: 'https://old.example.com/cas/login',
	CAS_trust_username: false,
	CAS_Creation_User_Enabled: false,
	CAS_Sync_User_Data_Enabled: true,
	CAS_Sync_User_Data_FieldMap: '{"email":"%mail%"}',
	CAS_button_label_text: 'CAS',
};

const taken: Readonly<Record<string, unknown>> = {
	CAS_base_url: ours,
	CAS_enabled: true,
	CAS_version: '2.0',
	CAS_login_url: `${siteUrl}${appPath}/cas/login`,
	CAS_trust_username: true,
	CAS_Creation_User_Enabled: true,
	CAS_Sync_User_Data_Enabled: false,
	CAS_Sync_User_Data_FieldMap: JSON.stringify({ email: '%email%', name: '%name%', username: '%username%' }),
	CAS_button_label_text: 'CAS',
};

let settings: MemorySettings;
let store: MemoryStore;
/** Milliseconds. Anyone who waits makes it pass. */
let time: number;

function reset(): void {
	settings = new MemorySettings(before);
	store = new MemoryStore();
	time = 0;
}
beforeEach(reset);

/** What a process does, which is one of its own unless it is said to be another's. */
const core = (on = settings, memory: Memory = new ProcessMemory(), wait: Step = async () => undefined): CoreSettings =>
	new CoreSettings({ serverSettings: on, appPath, memory, now: () => time }, async (milliseconds) => {
		time += milliseconds;
		await wait();
	});
const takeOver = (on = settings, into = store): Promise<void> => core(on).takeOver(casUrl, siteUrl, into);
const giveBack = (on = settings): Promise<void> => core(on).giveBack(store);

test('taken over, and given back', async () => {
	await takeOver();
	expect(settings.snapshot()).toEqual(taken);
	await giveBack();
	expect(settings.snapshot()).toEqual(before);
});

test('taken over twice, or under a new address, what was there at first comes back', async () => {
	await takeOver();
	await takeOver();
	await core().takeOver('https://moved.example.com', siteUrl, store);
	expect(settings.snapshot().CAS_base_url).toBe(`https://moved.example.com${appPath}/cas`);
	await giveBack();
	expect(settings.snapshot()).toEqual(before);
});

test('taken over again after it was given back, the newest settings of the admin come back', async () => {
	await takeOver();
	await giveBack();
	settings.change({ CAS_version: '2.0', CAS_base_url: '' });
	await takeOver();
	await giveBack();
	expect(settings.snapshot()).toEqual({ ...before, CAS_version: '2.0', CAS_base_url: '' });
});

test('what somebody changed is set right again', async () => {
	await takeOver();
	settings.change({ CAS_trust_username: false, CAS_Sync_User_Data_Enabled: true });
	await takeOver();
	expect(settings.snapshot()).toEqual(taken);
	await giveBack();
	expect(settings.snapshot()).toEqual(before);
});

test('a CAS server an admin has put in stays, and what else is left of ours goes back', async () => {
	await takeOver();
	settings.change({ CAS_base_url: 'https://new.example.com/cas' });
	await giveBack();
	expect(settings.snapshot()).toEqual({ ...before, CAS_base_url: 'https://new.example.com/cas', CAS_enabled: true });
});

test('taken over again from a CAS server that has come and gone, what the admin had is what comes back', async () => {
	await takeOver();
	settings.change({ CAS_base_url: 'https://new.example.com/cas', CAS_trust_username: false });
	settings.change({ CAS_enabled: false });
	await takeOver();
	expect(settings.snapshot()).toEqual(taken);
	await giveBack();
	expect(settings.snapshot()).toEqual({ ...before, CAS_base_url: 'https://new.example.com/cas' });
});

test('given back without ever having been taken, nothing changes', async () => {
	await giveBack();
	expect(settings.snapshot()).toEqual(before);
});

test.each<[string, Record<string, unknown>, boolean]>([
	['switched off', {}, false],
	['on, with a server', { CAS_enabled: true }, true],
	['on, without a server', { CAS_enabled: true, CAS_base_url: ' ' }, false],
	['on, with us', { CAS_enabled: true, CAS_base_url: ours }, false],
	[
		'on, with us under an older address',
		{ CAS_enabled: true, CAS_base_url: `https://old.example.com${appPath}/cas` },
		false,
	],
	['on, with another app', { CAS_enabled: true, CAS_base_url: `${casUrl}/api/apps/public/another/cas` }, true],
	['on, with a longer path', { CAS_enabled: true, CAS_base_url: `${ours}/2` }, true],
])("core's CAS login %s: used by others? (%p)", async (_name, values, expected) => {
	settings.change(values);
	expect(await usesOwnCas({ serverSettings: settings, appPath })).toBe(expected);
});

test("core's CAS login is not taken for free because a setting can not be read", async () => {
	settings.change({ CAS_enabled: true, CAS_base_url: undefined });
	await expect(usesOwnCas({ serverSettings: settings, appPath })).rejects.toMatchObject({
		code: 'core_settings_unreadable',
	});
});

/** Beyond the last step, nothing crashes. */
const steps = Array.from({ length: 80 }, (_, index) => index + 1);

test('a crash at any step of taking over: the next one does the rest, and the old settings come back', async () => {
	for (const n of steps) {
		reset();
		const crash = crashAt(n);
		await takeOver(settings.by(crash), store.by(crash)).catch(() => undefined);
		await takeOver();
		expect(settings.snapshot()).toEqual(taken);
		await giveBack();
		expect([n, settings.snapshot()]).toEqual([n, before]);
	}
});

test('a crash at any step of giving back: done again, the old settings are back', async () => {
	for (const n of steps) {
		reset();
		await takeOver();
		await giveBack(settings.by(crashAt(n))).catch(() => undefined);
		await giveBack();
		expect([n, settings.snapshot()]).toEqual([n, before]);
	}
});

test('a setting that refuses to be put back does not keep the others from it', async () => {
	await takeOver();
	const stubborn = settings.by(async () => undefined);
	const set = stubborn.set.bind(stubborn);
	stubborn.set = (id, value) => (id === 'CAS_version' ? Promise.reject(new Error('refused')) : set(id, value));
	await giveBack(stubborn).catch(() => undefined);
	expect(settings.snapshot()).toEqual({ ...before, CAS_version: '2.0' });
});

describe('two at once, in any order of their steps', () => {
	/** An instance of the server, of which each operation is a step. */
	function instance({ step }: Interleaving) {
		const memory = new ProcessMemory();
		let withdrawn = false;
		const writable = settings.by(step);
		const guarded = settings.by(step);
		// As `host/settings.ts` does while the app is being disabled.
		guarded.set = (id, value) =>
			withdrawn ? Promise.reject(new Error('The app is being disabled')) : writable.set(id, value);
		const records = store.by(step);
		const own = core(guarded, memory, step);
		return {
			takeOver: () => own.takeOver(casUrl, siteUrl, records),
			giveBack: () => own.giveBack(records),
			disable: () => {
				withdrawn = true;
				return core(writable, memory, step).withdraw(records);
			},
		};
	}
	type Instance = ReturnType<typeof instance>;
	type Party = () => Promise<unknown>;

	test.each<[string, boolean, (a: Instance, b: Instance) => Party[]]>([
		['two instances take over', false, (a, b) => [a.takeOver, b.takeOver]],
		['one instance takes over twice', false, (a) => [a.takeOver, a.takeOver]],
		['three instances take over', false, (a, b) => [a.takeOver, b.takeOver, b.takeOver]],
		['one takes over what another gives back', true, (a, b) => [a.giveBack, b.takeOver]],
		['one gives back what another takes over', false, (a, b) => [a.takeOver, b.giveBack, b.takeOver]],
		['one takes over while the app is disabled on the other', true, (a, b) => [a.disable, b.takeOver]],
		['the app is disabled on both, one of which takes over', true, (a, b) => [a.disable, b.takeOver, b.disable]],
		['the app is disabled while it is taking over', false, (a) => [a.takeOver, a.disable]],
	])('%s', async (_name, isTaken, partiesOf) => {
		for (let seed = 1; seed <= 200; seed++) {
			reset();
			if (isTaken) await takeOver();
			const order = new Interleaving(seed);
			const [a, b] = [instance(order), instance(order)];
			await order.run(...partiesOf(a, b));
			// However that ended: once the app is disabled everywhere, everything is as it was.
			await order.run(a.disable);
			await order.run(b.disable);
			expect([seed, settings.snapshot()]).toEqual([seed, before]);
			// And the next takeover notes what the admin has, and nothing else.
			settings.change({ CAS_version: '3.0' });
			await takeOver();
			expect([seed, settings.snapshot()]).toEqual([seed, taken]);
			await giveBack();
			expect([seed, settings.snapshot()]).toEqual([seed, { ...before, CAS_version: '3.0' }]);
		}
	});
});

test('one that a crash has left in the middle keeps the next waiting for no longer than ten seconds', async () => {
	const crash = crashAt(30);
	await takeOver(settings.by(crash), store.by(crash)).catch(() => undefined);
	await takeOver();
	expect(settings.snapshot()).toEqual(taken);
	expect(time).toBeLessThanOrEqual(10_200);
});

test('a CAS server that an admin switches on while the app looks is left alone', async () => {
	settings.change({ CAS_enabled: true });
	await expect(takeOver()).rejects.toMatchObject({ code: 'cas_in_use' });
	expect(settings.snapshot()).toEqual({ ...before, CAS_enabled: true });
});

test('where the note of what was there is gone, CAS is off and leads nowhere, rather than to an app that is gone', async () => {
	await takeOver();
	store = new MemoryStore();
	await takeOver();
	await giveBack();
	expect(settings.snapshot()).toMatchObject({ CAS_enabled: false, CAS_base_url: '' });
});
