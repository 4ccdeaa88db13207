import { recordCache } from '../../../../src/values/timedCache';
import { noteEntrance, passwordForm, passwordFormNote } from '../../../../src/features/login-page/passwordForm';
import { textsFor } from '../../../../src/texts/texts';
import type { World } from '../../support/workspace';
import { readyWorkspace } from '../../support/workspace';

const admin = { userId: 'ada', provider: 'okta' };
const texts = textsFor('en', undefined);

/** A workspace whose admin wants the form hidden, with an admin and somebody else in it. */
function workspace(wanted: unknown = true): World {
	const world = readyWorkspace();
	world.appSettings.change({ Login_page_hide_password_form: wanted });
	const person = { kind: 'person', active: true, emails: [] } as const;
	const accounts = [
		{ ...person, id: 'ada', username: 'ada', roles: ['user', 'admin'] },
		{ ...person, id: 'bob', username: 'bob', roles: ['user'] },
	];
	const byId = async (id: string) => accounts.find((account) => account.id === id);
	return { ...world, ports: { ...world.ports, directory: { ...world.ports.directory, byId } } };
}

/** As another request would see it, after what was remembered for a moment. */
function look({ ports }: World): Promise<string> {
	ports.memory.of(recordCache).clear();
	return passwordForm(ports);
}

test.each([false, null, 'true', 1])('set to %p it stays, whoever comes in', async (wanted) => {
	const world = workspace(wanted);
	expect(await noteEntrance(admin, world.ports)).toBe(false);
	expect(await look(world)).toBe('shown');
	expect(await passwordFormNote(world.ports, texts)).toBeUndefined();
});

test('it waits until an admin has come in', async () => {
	const world = workspace();
	expect(await look(world)).toBe('waitsForAdmin');
	expect(await noteEntrance({ userId: 'bob', provider: 'okta' }, world.ports)).toBe(false);
	expect(await noteEntrance({ userId: 'nobody', provider: 'okta' }, world.ports)).toBe(false);
	expect(await look(world)).toBe('waitsForAdmin');
	expect(await passwordFormNote(world.ports, texts)).toContain('make your own user an admin first');
	expect(await noteEntrance(admin, world.ports)).toBe(true);
	expect(await passwordForm(world.ports)).toBe('hidden');
	expect(await passwordFormNote(world.ports, texts)).toContain('Hidden');
	// Once is enough.
	expect(await noteEntrance(admin, world.ports)).toBe(false);
});

test.each<[string, (world: World) => World]>([
	['the provider is switched off', (world) => change(world, { Accounts_OAuth_Okta: false })],
	['the provider lacks something', (world) => change(world, { Accounts_OAuth_Okta_secret: '' })],
	['admins may not come in by a provider', (world) => change(world, { Accounts_privileged_login: 'refuse' })],
	['the admin is one no longer', (world) => withAccount(world, { roles: ['user'] })],
	['the admin is deactivated', (world) => withAccount(world, { active: false })],
	['the admin is gone', (world) => withAccount(world, undefined)],
])('it comes back when %s', async (_, happen) => {
	const world = workspace();
	await noteEntrance(admin, world.ports);
	expect(await look(happen(world))).toBe('waitsForAdmin');
});

function change(world: World, settings: Record<string, unknown>): World {
	world.appSettings.change(settings);
	return world;
}

function withAccount(world: World, changed: { roles?: string[]; active?: boolean } | undefined): World {
	const { directory } = world.ports;
	const byId: typeof directory.byId = async (id) => {
		const account = await directory.byId(id);
		return account && changed && { ...account, ...changed };
	};
	return { ...world, ports: { ...world.ports, directory: { ...directory, byId } } };
}
