import { recordCache } from '../values/timedCache';
import type { Account } from '../ports/directory';
import type { Synced } from './synced';
import { readSynced } from './synced';
import { identityKey, syncedKey } from '../accounts/links';
import type { Profile } from './profile';
import { decideProfile, profileOf } from './profile';
import { adminRole, decideRoles, unknownRoles } from './roles';
import { decideRooms } from './rooms';
import type { AuditEvent } from '../attempts/audit';
import { Audit } from '../attempts/audit';
import { LoginError } from '../errors';
import type { ClaimedList, Identity } from '../identity/identity';
import { logText } from '../values/foreignText';
import type { RestApi } from '../workspace/rest/restApi';
import { RestRoles } from '../workspace/rest/restRoles';
import { apiOf, serviceApi } from '../workspace/serviceApi';
import { RestUsers } from '../workspace/rest/restUsers';
import { TooManyLogins } from '../workspace/session/refusal';
import type { Session } from '../workspace/session/session';
import type { SyncRules, RoleRules, RoomRules } from '../settings/sync';
import { followsProvider } from '../settings/sync';
import type { Provider } from '../settings/provider';
import type { Sealer } from '../browser/seal';
import type { Applicant } from '../accounts/applicant';
import type { Needs, WorkspaceAccess } from '../ports/ports';

interface SyncContext {
	readonly identity: Identity;
	readonly account: Account;
	/** What was synchronised from this identity to this account so far. */
	readonly synced: Synced;
	/** In the service account's name; undefined without one. */
	readonly service: RestApi | undefined;
	/** In the person's own name. */
	readonly own: RestApi | undefined;
	readonly ports: Needs<'store' | 'rooms' | 'memory' | 'directory'>;
	/** For the admin. */
	note(event: AuditEvent, what: string): void;
	/** One step: its failure stops no other step. @returns whether it was done */
	attempt(what: string, action: () => Promise<unknown>): Promise<boolean>;
}

/**
 * Syncs an account with what the provider says about the person who has just signed in to it: roles, rooms,
 * name and address, as far as the admin wants that.
 *
 * Never fails. Nobody is refused because of it: what could not be done is noted for the admin, and tried again at the
 * next sign-in.
 */
export async function syncAccount(
	applicant: Applicant,
	session: Session,
	provider: Provider,
	sealer: Sealer,
	ports: WorkspaceAccess & Needs<'directory' | 'rooms'>,
): Promise<void> {
	const { syncRules, id } = provider;
	if (!followsProvider(syncRules)) return;
	const audit = new Audit(ports);
	const note: SyncContext['note'] = (event, what) => audit.note({ event, what, provider: id, userId: session.userId });
	const attempt: SyncContext['attempt'] = async (what, action) => {
		try {
			await action();
			return true;
		} catch (error) {
			note('not_in_step', `${what}: ${reasonOf(error)}`);
			return false;
		}
	};
	await attempt('sign-in', async () => {
		const [identity, account, key, service, own] = await Promise.all([
			applicant.profile.get(),
			ports.directory.byId(session.userId),
			identityKey(applicant.key),
			serviceApi(ports, sealer),
			apiOf(session, ports, sealer),
		]);
		if (!account) return;
		const synced = await readSynced(key, account.id, ports.store);
		const { clientAddress } = applicant;
		await syncAll(syncRules, key, {
			identity,
			account,
			synced,
			service: service?.onBehalfOf(clientAddress),
			own: own?.onBehalfOf(clientAddress),
			ports,
			note,
			attempt,
		});
	});
}

async function syncAll(
	{ roles, rooms, profile, customFields }: SyncRules,
	key: string,
	context: SyncContext,
): Promise<void> {
	const { synced, ports, attempt } = context;
	const next: { -readonly [K in keyof Synced]: Synced[K] } = { ...synced };
	await Promise.all([
		roles && attempt('roles', () => syncRoles(roles, context)),
		rooms && attempt('rooms', async () => (next.rooms = await syncRooms(rooms, context))),
		customFields && attempt('custom fields', () => syncCustomFields(context)),
		profile && attempt('profile', async () => Object.assign(next, await syncProfile(profile === 'always', context))),
	]);
	if (JSON.stringify(next) === JSON.stringify(synced)) return;
	await ports.store.remove(syncedKey(key));
	await ports.store.add(syncedKey(key), next);
}

async function syncRoles(rules: RoleRules, context: SyncContext): Promise<void> {
	const { identity, account, service, ports, note, attempt } = context;
	// The provider's status line says that there is no service account.
	if (!service || !isKnown('roles', identity.roles, context)) return;
	const roles = new RestRoles(service);
	const existing = await ports.memory.of(recordCache).get('roles', () => roles.list());
	const unknown = unknownRoles(rules, existing);
	if (unknown.length > 0) note('not_in_step', `no such role: ${unknown.join(', ')}`);
	const isAdmin = rules.allowAdmin && account.roles.includes(adminRole);
	const hasOtherAdmins = isAdmin && (await roles.count(adminRole)) > 1;
	const facts = { current: account.roles, claimed: identity.roles, existing, hasOtherAdmins };
	const { add, remove, lastAdminKept } = decideRoles(rules, facts);
	if (lastAdminKept) note('last_admin_kept', adminRole);
	const changed: string[] = [];
	for (const role of add) {
		if (await attempt(`role +${role}`, () => roles.add(role, account.username))) changed.push(`+${role}`);
	}
	for (const role of remove) {
		if (await attempt(`role -${role}`, () => roles.remove(role, account.username))) changed.push(`-${role}`);
	}
	if (changed.length > 0) note('roles_changed', changed.join(' '));
}

/** @returns all rooms that the person was added to and that their groups still lead to */
async function syncRooms(rules: RoomRules, context: SyncContext): Promise<readonly string[] | undefined> {
	const { identity, account, synced, note, attempt } = context;
	const changes = decideRooms(rules, identity.groups, synced.rooms ?? []);
	if (!isKnown('groups', identity.groups, context) || !changes) return synced.rooms;
	const joined: string[] = [];
	for (const room of changes.join) {
		if (await attempt(`room ${room}`, () => joinRoom(room, account.username, rules, context))) joined.push(room);
	}
	if (joined.length > 0) note('rooms_joined', joined.join(', '));
	return [...changes.keep, ...joined];
}

async function joinRoom(
	room: string,
	username: string,
	{ create, owner }: RoomRules,
	{ ports: { rooms } }: SyncContext,
): Promise<void> {
	if (await rooms.join(room, username)) return;
	if (!create) throw new Error('there is no such room');
	await rooms.create(room, owner, [username]).catch(async (error: unknown) => {
		// Another sign-in may have created it a moment ago.
		if (!(await rooms.join(room, username))) throw error;
	});
}

/** The provider's values win; a field that it does not send stays, and so does each that is not mapped. */
async function syncCustomFields({ identity, account, ports, note }: SyncContext): Promise<void> {
	const { customFields: current = {} } = account;
	const changed = Object.entries(identity.customFields ?? {}).filter(([name, value]) => current[name] !== value);
	if (changed.length === 0) return;
	const fields = { ...current, ...Object.fromEntries(changed) };
	if (!(await ports.directory.replaceCustomFields(account.id, fields))) throw new Error('not accepted');
	note('profile_changed', changed.map(([name]) => name).join(', '));
}

/** @returns the provider's values in the account now */
async function syncProfile(overwrite: boolean, context: SyncContext): Promise<Profile> {
	const { identity, account, synced, service, note, attempt } = context;
	const { name, email } = profileOf(identity);
	const current = { name: account.name ?? '', email: onlyAddress(account) };
	// Only an admin may say that an address is verified.
	const said = service ? { name, email } : { name };
	const { change, written } = decideProfile(said, { current, written: synced }, overwrite);
	const changed: Array<keyof Profile> = [];
	const failed: Partial<Record<keyof Profile, string | undefined>> = {};
	for (const field of ['name', 'email'] as const) {
		const value = change[field];
		if (value === undefined) continue;
		let isChanged = false;
		await attempt(field, async () => (isChanged = await changeField(field, value, context)));
		if (isChanged) changed.push(field);
		else failed[field] = synced[field];
	}
	if (changed.length > 0) note('profile_changed', changed.join(', '));
	return { name: written.name, email: written.email, ...failed };
}

/** @returns false where it has to wait: core lets nobody change an account's address twice in a minute (seen on 7.7.1) */
async function changeField(
	field: keyof Profile,
	value: string,
	{ account, service, own }: SyncContext,
): Promise<boolean> {
	if (!service && !own) throw new LoginError('workspace_unreachable');
	try {
		if (service) await new RestUsers(service).update(account.id, changeOf(field, value));
		else if (own) await new RestUsers(own).updateOwnName(value);
		return true;
	} catch (error) {
		if (field === 'email' && error instanceof TooManyLogins) return false;
		throw error;
	}
}

const changeOf = (field: keyof Profile, value: string): object =>
	field === 'name' ? { name: value } : { email: value, verified: true };

/** Core replaces all addresses by the one that it is given. */
const onlyAddress = ({ emails }: Account): string | undefined =>
	emails.length > 1 ? undefined : (emails[0]?.address ?? '');

function isKnown(what: string, claimed: ClaimedList | undefined, { note }: SyncContext): claimed is readonly string[] {
	if (typeof claimed === 'object') return true;
	note('not_in_step', `${what}: ${claimed ?? 'absent'}`);
	return false;
}

const reasonOf = (error: unknown): string =>
	error instanceof LoginError
		? `${error.code} ${error.detail}`.trim()
		: logText(error instanceof Error ? error.message : '');
