import { CoreSettings } from '../../../../src/workspace/cas/coreSettings';
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
beforeEach(() => {
	settings = new MemorySettings(before);
	store = new MemoryStore();
});

const core = (on = settings): CoreSettings => new CoreSettings(on, appPath);
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
	expect(await core().usedByOthers()).toBe(expected);
});

test("core's CAS login is not taken for free because a setting can not be read", async () => {
	settings.change({ CAS_enabled: true, CAS_base_url: undefined });
	const used = await core()
		.usedByOthers()
		.catch(() => true);
	expect(used).toBe(true);
});

/** Beyond the last step, nothing crashes. */
const steps = Array.from({ length: 80 }, (_, index) => index + 1);

test('a crash at any step of taking over: the next one does the rest, and the old settings come back', async () => {
	for (const n of steps) {
		settings = new MemorySettings(before);
		store = new MemoryStore();
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
		settings = new MemorySettings(before);
		store = new MemoryStore();
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

test('taken over by two, one behind the other by any number of steps: the old settings come back', async () => {
	for (const n of steps) {
		settings = new MemorySettings(before);
		store = new MemoryStore();
		let done = 0;
		const fallBehind: Step = async () => {
			done += 1;
			if (done === n) await takeOver();
		};
		await takeOver(settings.by(fallBehind), store.by(fallBehind));
		await giveBack();
		expect([n, settings.snapshot()]).toEqual([n, before]);
	}
});

test('where the note of what was there is gone, CAS is off and leads nowhere, rather than to an app that is gone', async () => {
	await takeOver();
	store = new MemoryStore();
	await takeOver();
	await giveBack();
	expect(settings.snapshot()).toMatchObject({ CAS_enabled: false, CAS_base_url: '' });
});
