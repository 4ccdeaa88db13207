import { setTimeout } from 'node:timers/promises';
import { appInfo } from '../package';
import { AppOnServer } from './appOnServer';
import type { Journal, Made } from './journal';
import type { Server } from './server';
import { reasonOf, ServerRefusal } from './server';

/** What the app takes over in the server, or adds to. */
export const serverSettings = [
	...['CAS_enabled', 'CAS_base_url', 'CAS_login_url', 'CAS_version', 'CAS_trust_username'],
	...['CAS_Creation_User_Enabled', 'CAS_Sync_User_Data_Enabled', 'CAS_Sync_User_Data_FieldMap'],
	...['CAS_button_label_text', 'CAS_button_label_color', 'CAS_button_color'],
	...['Custom_Script_Logged_Out', 'Custom_Script_Logged_In', 'Custom_Script_On_Logout', 'Layout_Login_Terms'],
];

export interface CleanedUp {
	/** What could not be undone, and why. It stays in the journal. */
	readonly failures: readonly string[];
	/** Settings of the server that the app did not give back by itself, and that were restored. */
	readonly restored: readonly string[];
}

/** Values of the server's settings, by their ids; without those that this version does not have. */
export async function readServerSettings(server: Server): Promise<Record<string, unknown>> {
	const values: Record<string, unknown> = {};
	for (const id of serverSettings) {
		const reply = await server.request('GET', `/api/v1/settings/${id}`);
		if (reply.status === 200) values[id] = reply.body.value;
	}
	return values;
}

/** Undoes what the journal has, the newest first. A step that fails does not keep the others from being tried. */
export async function cleanUp(server: Server, journal: Journal): Promise<CleanedUp> {
	const failures: string[] = [];
	const restored: string[] = [];
	for (const entry of journal.entries) {
		try {
			restored.push(...(await undo(server, entry)));
			journal.remove(entry);
		} catch (error) {
			failures.push(`${nameOf(entry)}: ${reasonOf(error)}`);
		}
	}
	return { failures, restored };
}

/** @returns settings of the server that had to be restored */
async function undo(server: Server, made: Made): Promise<readonly string[]> {
	switch (made.kind) {
		case 'server settings':
			return restoreSettings(server, made.values);
		case 'app':
			await appOf(server).uninstall();
			return [];
		case 'app setting':
			await appOf(server).save(made.setting);
			return [];
		case 'app section':
			await resetSection(appOf(server), made.prefix);
			return [];
		case 'account':
			await deleteAccount(server, made.username);
			return [];
	}
}

const appOf = (server: Server): AppOnServer => new AppOnServer(server, appInfo());

/** The engine has no way to take settings away: they get the values that they had when they were new. */
async function resetSection(app: AppOnServer, prefix: string): Promise<void> {
	const changed = Object.values(await app.settings()).filter(
		({ id, value, packageValue }) =>
			(id === prefix || id.startsWith(`${prefix}-`)) && value !== undefined && value !== packageValue,
	);
	// The switch first: it is the one whose id is the prefix alone.
	changed.sort((a, b) => a.id.length - b.id.length);
	for (const setting of changed) await app.save({ ...setting, value: setting.packageValue });
}

async function deleteAccount(server: Server, username: string): Promise<void> {
	const found = await server.request('GET', `/api/v1/users.info?username=${encodeURIComponent(username)}`);
	if (found.status === 400 && /not found/i.test(found.text)) return;
	if (found.status !== 200) throw new ServerRefusal('users.info', found);
	const { _id } = found.body.user as { _id: string };
	await server.call('POST', '/api/v1/users.delete', { userId: _id, confirmRelinquish: true });
}

/** The app gives its settings back a moment after it was disabled. What is not back then, is restored here. */
async function restoreSettings(server: Server, values: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
	const different = async (): Promise<string[]> => {
		const now = await readServerSettings(server);
		return Object.keys(values).filter((id) => now[id] !== values[id]);
	};
	let left = await different();
	for (let tries = 0; left.length > 0 && tries < 10; tries++) {
		await setTimeout(1_000);
		left = await different();
	}
	for (const id of left) await server.call('POST', `/api/v1/settings/${id}`, { value: values[id] });
	return left;
}

function nameOf(made: Made): string {
	switch (made.kind) {
		case 'server settings':
			return 'settings of the server';
		case 'app':
			return 'the app';
		case 'app setting':
			return `the app's setting ${made.setting.id}`;
		case 'app section':
			return `the app's settings ${made.prefix}-…`;
		case 'account':
			return `the account ${made.username}`;
	}
}
