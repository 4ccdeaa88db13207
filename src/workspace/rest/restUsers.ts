import * as v from 'valibot';
import type { Session } from '../session/session';
import { LoginError } from '../../errors';
import { RestRefusal } from './restFailure';
import type { RestApi } from './restApi';
import { anything } from './restApi';

/** A user as the REST API shows one to someone with `view-full-other-user-info`; to others it has no addresses. */
export interface RestUser {
	readonly id: string;
	/** '' for an account whose owner has not chosen one yet. */
	readonly username: string;
	readonly name: string;
	/** `user`, `bot`, `app` … */
	readonly type: string;
	readonly active: boolean;
	readonly roles: readonly string[];
	readonly emails: ReadonlyArray<{ readonly address: string; readonly verified: boolean }>;
}

/** What an account is created from: all that `users.create` insists on. */
export interface NewUser {
	readonly username: string;
	readonly name: string;
	readonly email: string;
	/** Whether the address is the person's, on someone's word. */
	readonly verified: boolean;
	readonly password: string;
	/** Said only for whom an admin has approved: otherwise it is core's to ask for that. */
	readonly active?: true;
}

/** What can be changed in someone's account. */
export interface UserChanges {
	readonly name?: string;
	readonly email?: string;
	readonly verified?: boolean;
}

const nullishText = v.nullish(v.string(), '');
const user = v.pipe(
	v.object({
		_id: v.pipe(v.string(), v.nonEmpty()),
		username: nullishText,
		name: nullishText,
		type: nullishText,
		active: v.nullish(v.boolean(), false),
		roles: v.nullish(v.array(v.string()), []),
		emails: v.nullish(v.array(v.object({ address: v.string(), verified: v.nullish(v.boolean(), false) })), []),
	}),
	v.transform(({ _id, ...rest }): RestUser => ({ id: _id, ...rest })),
);
const oneUser = v.object({ user });
const withServices = v.object({ user: v.object({ services: v.record(v.string(), v.unknown()) }) });
const token = v.object({ data: v.object({ userId: v.string(), authToken: v.pipe(v.string(), v.nonEmpty()) }) });
const found = v.object({ users: v.array(user), total: v.number() });

const listed = v.object({ users: v.array(v.object({ _id: v.string() })), total: v.number() });

/** As many as a page of a list can have on every server. */
const pageSize = 50;
/** Pages that one look-up reads at most. */
const maximumPages = 10;

/** The accounts of the workspace, by the REST API. Which permission a call needs is beside it. */
export class RestUsers {
	constructor(private readonly api: RestApi) {}

	/** Whose token it is. */
	async me(): Promise<RestUser> {
		return this.api.get('me', user);
	}

	/**
	 * `create-user`. Sends no mail, and asks for no new password, because nobody is to know that there is one.
	 *
	 * @throws RestRefusal
	 */
	async create(newUser: NewUser): Promise<RestUser> {
		const silently = { requirePasswordChange: false, sendWelcomeEmail: false };
		return (await this.api.post('users.create', oneUser, { ...newUser, ...silently })).user;
	}

	/**
	 * Opens a session of someone's. `user-generate-access-token` for anyone but oneself. A deactivated account gets a
	 * token that works, so a caller has to look first.
	 *
	 * @param secret the server's `CREATE_TOKENS_FOR_USERS_SECRET`, which 8.0 wants and earlier servers overlook; or ''
	 * @throws LoginError `rest_tokens_off` with the variable that the server wants (or the permission is missing: core says
	 * the same)
	 */
	async issueToken(userId: string, secret: string): Promise<Session> {
		try {
			const { data } = await this.api.post('users.createToken', token, { userId, ...(secret && { secret }) });
			return { userId: data.userId, token: data.authToken };
		} catch (error) {
			const variable = error instanceof RestRefusal && switches.get(error.errorType);
			throw variable ? new LoginError('rest_tokens_off', variable, { cause: error }) : error;
		}
	}

	/** What core keeps about the caller's own sign-ins, by service, without passwords and sessions. */
	async ownServices(ownId: string): Promise<Record<string, unknown>> {
		return (await this.api.get('users.info', withServices, { userId: ownId })).user.services;
	}

	/** By the exact username, letter case included. `view-full-other-user-info` for the addresses. */
	async byUsername(username: string): Promise<RestUser | undefined> {
		try {
			return (await this.api.get('users.info', oneUser, { username })).user;
		} catch (error) {
			if (error instanceof RestRefusal && /User not found/i.test(error.detail)) return undefined;
			throw error;
		}
	}

	/**
	 * Ids of one page of all accounts, in the server's order, which is that of their names. `view-d-room`. Of an account, an
	 * accessor tells the rest.
	 *
	 * @param page counted from 1
	 */
	async page(
		page: number,
	): Promise<{ readonly ids: readonly string[]; readonly total: number; readonly size: number }> {
		const query = { count: String(pageSize), offset: String((page - 1) * pageSize) };
		const { users, total } = await this.api.get('users.list', listed, query);
		return { ids: users.map(({ _id }) => _id), total, size: pageSize };
	}

	/**
	 * Whose e-mail address it is, in whatever letter case. `view-d-room` and `view-full-other-user-info`; from the last
	 * releases of 6.x on. The server looks for the term anywhere in names and addresses: what it finds is compared here.
	 * (`users.list?query=` is answered with everyone, without a word, and refused from 9.0 on: it is never asked.)
	 *
	 * @throws LoginError `rest_failed` when there is too much that looks like it: unknown is not "nobody"
	 */
	async byEmail(address: string): Promise<RestUser | undefined> {
		const wanted = address.toLowerCase();
		for (let page = 0; page < maximumPages; page++) {
			const offset = String(page * pageSize);
			const query = { searchTerm: address, count: String(pageSize), offset };
			const { users, total } = await this.api.get('users.listByStatus', found, query);
			const owner = users.find(({ emails }) => emails.some((email) => email.address.toLowerCase() === wanted));
			if (owner || users.length === 0 || (page + 1) * pageSize >= total) return owner;
		}
		throw new LoginError('rest_failed', 'users.listByStatus: too many matches');
	}

	/**
	 * `edit-other-user-info`. Core asks for a second factor here: `rest_second_factor` unless the token was made with
	 * "Ignore Two Factor Authentication".
	 */
	async update(userId: string, data: UserChanges): Promise<void> {
		await this.api.post('users.update', anything, { userId, data });
	}

	/**
	 * One's own display name, for which core asks for no second factor: `Accounts_AllowUserProfileChange` and
	 * `Accounts_AllowRealNameChange` have to be on (core, `saveUserProfile`; read, not seen). Nobody lacks a permission
	 * for that: a person who may not is kept from it by these.
	 *
	 * @throws LoginError `rest_failed`, with the two settings
	 */
	async updateOwnName(name: string): Promise<void> {
		try {
			await this.api.post('users.updateOwnBasicInfo', anything, { data: { name } });
		} catch (error) {
			if (!(error instanceof RestRefusal && error.code === 'rest_permission_missing')) throw error;
			const settings = 'Accounts_AllowUserProfileChange, Accounts_AllowRealNameChange';
			throw new LoginError('rest_failed', `users.updateOwnBasicInfo: ${settings}`, { cause: error });
		}
	}

	/** `edit-other-user-avatar` for anyone but oneself. Core fetches the picture, and refuses private addresses. */
	async setAvatar(userId: string, avatarUrl: string): Promise<void> {
		await this.api.post('users.setAvatar', anything, { userId, avatarUrl });
	}
}

/** The variable that servers from 8.0 on go by. */
export const secretVariable = 'CREATE_TOKENS_FOR_USERS_SECRET';

/**
 * What the server lacks to make tokens, by how it refuses: from 8.0 on it does not take a request without a secret, with a
 * code that is another from 9.0 on. A secret that is another than the server's is refused in the words of a server that makes none; from 9.0 on, with the
 * words for everything that is forbidden.
 */
const switches: ReadonlyMap<string, string> = new Map([
	['error-not-authorized', 'CREATE_TOKENS_FOR_USERS'],
	['invalid-params', secretVariable],
	['error-invalid-params', secretVariable],
	['error-forbidden', secretVariable],
]);
