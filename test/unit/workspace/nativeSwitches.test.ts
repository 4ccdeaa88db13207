import { followSwitches, releaseSwitches } from '../../../src/workspace/nativeSwitches';
import { turnedOnSetting } from '../../../src/settings/form';
import { apple } from '../../../src/providers/sections/apple';
import { readProviders } from '../../../src/settings/provider';
import { catalog } from '../../../src/providers/catalog';
import { MemorySettings } from '../support/settings';
import { crashAt } from '../support/store';

const id = apple.nativeSwitch!;

/** Core's switch, ours, and what is remembered between them. */
function workspace(core: unknown) {
	const settings = new MemorySettings({
		...(core === undefined ? {} : { [id]: core }),
		Accounts_OAuth_Drupal: false,
		[turnedOnSetting]: '',
	});
	const noteIn = (own: MemorySettings) => ({
		read: () => own.fresh(turnedOnSetting),
		write: (ids: string) => own.set(turnedOnSetting, ids),
	});
	const providers = (on: boolean) =>
		readProviders(catalog, new MemorySettings({ [id]: on, Accounts_OAuth_Drupal: true }));
	return {
		settings,
		follow: async (on: boolean, by = settings) => followSwitches(await providers(on), by, noteIn(by)),
		release: () => releaseSwitches(settings, noteIn(settings)),
		value: () => settings.snapshot()[id],
		noted: () => settings.snapshot()[turnedOnSetting],
	};
}

test("core's switch follows ours, and comes back as it was", async () => {
	const { follow, value, noted, settings } = workspace(false);
	const seen: unknown[] = [];
	for (const on of [false, true, true, false, true]) {
		await follow(on);
		seen.push(value());
	}
	expect(seen).toEqual([false, true, true, false, true]);
	expect(noted()).toBe(id);
	// Only where a definition says so: Drupal's is core's own affair.
	expect(settings.snapshot().Accounts_OAuth_Drupal).toBe(false);
});

test('one that was on before us stays on after us', async () => {
	const { follow, release, value } = workspace(true);
	for (const act of [() => follow(true), () => follow(false), () => follow(true), release]) {
		await act();
		expect(value()).toBe(true);
	}
});

test('one that an admin turned off in core is on again as long as ours is, and off after it', async () => {
	const { follow, settings, value } = workspace(false);
	await follow(true);
	settings.change({ [id]: false });
	await follow(true);
	expect(value()).toBe(true);
	await follow(false);
	expect(value()).toBe(false);
});

test('when the app goes, it is put back', async () => {
	const { follow, release, value } = workspace(false);
	await follow(true);
	await release();
	expect(value()).toBe(false);
});

test.each([true, false])(
	"what was put back once is not put back again: since then it is the admin's (ours is %p)",
	async (on) => {
		const { follow, release, settings, value } = workspace(false);
		await follow(true);
		await release();
		// While the app is off, the admin turns core's own sign-in on.
		settings.change({ [id]: true });
		await follow(on);
		await release();
		expect(value()).toBe(true);
	},
);

test.each<[unknown]>([[undefined], ['true'], [null], [1]])('a core that has %p there is left alone', async (core) => {
	const { follow, release, value, noted } = workspace(core);
	for (const act of [() => follow(true), () => follow(false), release]) await act();
	expect([value(), noted()]).toEqual([core, '']);
});

test('a crash at any step leaves nothing that the next time does not mend', async () => {
	for (let n = 1; n <= 20; n += 1) {
		const { follow, settings, value } = workspace(false);
		const crash = crashAt(n);
		await follow(true, settings.by(crash)).catch(() => undefined);
		await follow(true);
		expect([n, value()]).toEqual([n, true]);
		await follow(false);
		expect([n, value()]).toEqual([n, false]);
	}
});

test('two instances at once put back what was there before both', async () => {
	const { follow, value } = workspace(false);
	await Promise.all([follow(true), follow(true)]);
	expect(value()).toBe(true);
	await follow(false);
	expect(value()).toBe(false);
});
