import { readSetting } from '../../controls/setting';
import { recordCache } from '../../values/timedCache';
import type { Texts } from '../../texts/texts';
import { findProvider } from '../../providers/registry';
import { hidePasswordForm } from '../../settings/loginPage';
import { privilegedLogin } from '../../settings/privileged';
import { isUsable, readProvider } from '../../settings/provider';
import type { StoreReader } from '../../ports/store';
import { latest, replace } from '../../values/records';
import type { Needs } from '../../ports/ports';

/*
 * Anyone who hides the password form had better not lock themselves out. The way to be sure is to have seen an admin come in
 * without it: "make your own user an admin first", as a check instead of advice.
 */

/** An admin who came in through the app while the password form was to be hidden. */
interface AdminSeen {
	readonly userId: string;
	/** The definition's id. */
	readonly provider: string;
}

const storeKey = 'admin-seen';

/** Whether the admin wants the password form hidden, and whether that locks nobody out. */
export type PasswordForm = 'shown' | 'hidden' | 'waitsForAdmin';

export async function passwordForm(
	ports: Needs<'store' | 'appSettings' | 'directory' | 'memory'>,
): Promise<PasswordForm> {
	if (!(await readSetting(hidePasswordForm, ports.appSettings))) return 'shown';
	return (await ports.memory.of(recordCache).get(storeKey, () => anAdminCanEnter(ports))) ? 'hidden' : 'waitsForAdmin';
}

/** Someone has come in: an admin, perhaps, for whom the password form waits. @returns whether it is hidden now */
export async function noteEntrance(
	{ userId, provider }: AdminSeen,
	ports: Needs<'store' | 'appSettings' | 'directory' | 'memory'>,
): Promise<boolean> {
	if ((await passwordForm(ports)) !== 'waitsForAdmin' || !(await isAdmin(userId, ports))) return false;
	await replace(ports.store, storeKey, { userId, provider } satisfies AdminSeen);
	ports.memory.of(recordCache).forget(storeKey);
	return true;
}

/** What was seen once still holds: the account, its role, and the provider. */
async function anAdminCanEnter(ports: Needs<'store' | 'appSettings' | 'directory'>): Promise<boolean> {
	const seen = await latest<AdminSeen>(ports.store, storeKey);
	const definition = seen && (await findProvider(seen.provider, ports.appSettings));
	if (!definition || !isUsable(await readProvider(definition, ports.appSettings))) return false;
	if ((await readSetting(privilegedLogin, ports.appSettings)) === 'refuse') return false;
	return isAdmin(seen.userId, ports);
}

/** What the admin's form says about it, which knows of no accounts. */
export async function passwordFormNote(
	{ appSettings, store }: Needs<'appSettings'> & { readonly store: StoreReader },
	texts: Texts,
): Promise<string | undefined> {
	if (!(await readSetting(hidePasswordForm, appSettings))) return undefined;
	return texts.t((await latest(store, storeKey)) ? 'status_password_form_hidden' : 'status_password_form_waits');
}

async function isAdmin(userId: string, { directory }: Needs<'directory'>): Promise<boolean> {
	const account = await directory.byId(userId);
	return account?.active === true && account.roles.includes('admin');
}
