import { recordCache } from '../values/timedCache';
import type { Account } from '../ports/directory';
import type { Kept } from './synced';
import { readKept } from './synced';
import { identityKey, keptKey } from '../accounts/links';
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
import type { Session } from '../workspace/session/session';
import type { InStep, RoleRules, RoomRules } from '../settings/sync';
import { followsProvider } from '../settings/sync';
import type { Provider } from '../settings/provider';
import type { Sealer } from '../browser/seal';
import type { Ports } from '../ports/ports';
import type { Applicant } from '../accounts/applicant';

interface Context {
	readonly identity: Identity;
	readonly account: Account;
	/** Done to this account for this identity so far. */
	readonly kept: Kept;
	/** In the service account's name; undefined without one. */
	readonly service: RestApi | undefined;
	/** In the person's own name. */
	readonly own: RestApi | undefined;
	readonly ports: Ports;
	/** For the admin. */
	note(event: AuditEvent, what: string): void;
	/** Nothing that fails keeps anything else from being done. @returns whether it was done */
	attempt(what: string, action: () => Promise<unknown>): Promise<boolean>;
}

/**
 * Brings an account in step with what the provider says about the person who has just signed in to it: roles, rooms,
 * name and address, as far as the admin wants that.
 *
 * Never fails. Nobody is kept out because of it: what could not be done is noted for the admin, and tried again at the
 * next sign-in.
 */
export async function keepInStep(
	applicant: Applicant,
	session: Session,
	provider: Provider,
	sealer: Sealer,
	ports: Ports,
): Promise<void> {
	const { inStep, id } = provider;
	if (!followsProvider(inStep)) return;
	const audit = new Audit(ports);
	const note: Context['note'] = (event, what) => audit.note({ event, what, provider: id, userId: session.userId });
	const attempt: Context['attempt'] = async (what, action) => {
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
			applicant.describe(),
			ports.directory.byId(session.userId),
			identityKey(applicant.key),
			serviceApi(ports, sealer),
			apiOf(session, ports, sealer),
		]);
		if (!account) return;
		const kept = await readKept(key, account.id, ports.store);
		const [address, person] = [applicant.clientAddress, { identity, account, kept, ports, note, attempt }];
		await keepAll(inStep, key, { ...person, service: service?.onBehalfOf(address), own: own?.onBehalfOf(address) });
	});
}

async function keepAll({ roles, rooms, profile }: InStep, key: string, context: Context): Promise<void> {
	const { kept, ports, attempt } = context;
	const now: { -readonly [K in keyof Kept]: Kept[K] } = { ...kept };
	await Promise.all([
		roles && attempt('roles', () => keepRoles(roles, context)),
		rooms && attempt('rooms', async () => (now.rooms = await keepRooms(rooms, context))),
		profile && attempt('profile', async () => Object.assign(now, await keepProfile(profile === 'always', context))),
	]);
	if (JSON.stringify(now) === JSON.stringify(kept)) return;
	await ports.store.remove(keptKey(key));
	await ports.store.add(keptKey(key), now);
}

async function keepRoles(rules: RoleRules, context: Context): Promise<void> {
	const { identity, account, service, ports, note, attempt } = context;
	// That they are missing stands under the provider's switch.
	if (!service || !isKnown('roles', identity.roles, context)) return;
	const roles = new RestRoles(service);
	const existing = await ports.memory.of(recordCache).get('roles', () => roles.list());
	const unknown = unknownRoles(rules, existing);
	if (unknown.length > 0) note('not_in_step', `no such role: ${unknown.join(', ')}`);
	const isAdmin = rules.allowAdmin && account.roles.includes(adminRole);
	const hasOtherAdmins = isAdmin && (await roles.count(adminRole)) > 1;
	const facts = { current: account.roles, claimed: identity.roles, existing, hasOtherAdmins };
	const { add, remove } = decideRoles(rules, facts);
	const changed: string[] = [];
	for (const role of add) {
		if (await attempt(`role +${role}`, () => roles.add(role, account.username))) changed.push(`+${role}`);
	}
	for (const role of remove) {
		if (await attempt(`role -${role}`, () => roles.remove(role, account.username))) changed.push(`-${role}`);
	}
	if (changed.length > 0) note('roles_changed', changed.join(' '));
}

/** @returns all rooms that they were put into and that their groups still lead to */
async function keepRooms(rules: RoomRules, context: Context): Promise<readonly string[] | undefined> {
	const { identity, account, kept, note, attempt } = context;
	const changes = decideRooms(rules, identity.groups, kept.rooms ?? []);
	if (!isKnown('groups', identity.groups, context) || !changes) return kept.rooms;
	const joined: string[] = [];
	for (const room of changes.join) {
		if (await attempt(`room ${room}`, () => putInto(room, account.username, rules, context))) joined.push(room);
	}
	if (joined.length > 0) note('rooms_joined', joined.join(', '));
	return [...changes.keep, ...joined];
}

async function putInto(
	room: string,
	username: string,
	{ create, owner }: RoomRules,
	{ ports: { rooms } }: Context,
): Promise<void> {
	if (await rooms.join(room, username)) return;
	if (!create) throw new Error('there is no such room');
	await rooms.create(room, owner, [username]).catch(async (error: unknown) => {
		// Somebody else's sign-in may have made it a moment ago.
		if (!(await rooms.join(room, username))) throw error;
	});
}

/** @returns what is the provider's word in the account now */
async function keepProfile(overwrite: boolean, context: Context): Promise<Profile> {
	const { identity, account, kept, service, own, note, attempt } = context;
	const { name, email } = profileOf(identity);
	const current = { name: account.name ?? '', email: onlyAddress(account) };
	// Only an admin may say that an address is verified.
	const said = service ? { name, email } : { name };
	const { change, written } = decideProfile(said, { current, written: kept }, overwrite);
	const changed: Array<keyof Profile> = [];
	const inVain: Partial<Record<keyof Profile, string | undefined>> = {};
	for (const field of ['name', 'email'] as const) {
		const value = change[field];
		if (value === undefined) continue;
		const isDone = await attempt(field, () => {
			if (service) return new RestUsers(service).update(account.id, changeOf(field, value));
			return own ? new RestUsers(own).updateOwnName(value) : Promise.reject(new LoginError('workspace_unreachable'));
		});
		if (isDone) changed.push(field);
		else inVain[field] = kept[field];
	}
	if (changed.length > 0) note('profile_changed', changed.join(', '));
	return { name: written.name, email: written.email, ...inVain };
}

const changeOf = (field: keyof Profile, value: string): object =>
	field === 'name' ? { name: value } : { email: value, verified: true };

/** Core replaces all addresses by the one that it is given. */
const onlyAddress = ({ emails }: Account): string | undefined =>
	emails.length > 1 ? undefined : (emails[0]?.address ?? '');

function isKnown(what: string, claimed: ClaimedList | undefined, { note }: Context): claimed is readonly string[] {
	if (typeof claimed === 'object') return true;
	note('not_in_step', `${what}: ${claimed ?? 'absent'}`);
	return false;
}

const reasonOf = (error: unknown): string =>
	error instanceof LoginError
		? `${error.code} ${error.detail}`.trim()
		: logText(error instanceof Error ? error.message : '');
