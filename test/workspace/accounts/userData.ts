import { MeteorError } from '../errors';
import type { Settings } from '../settings';
import type { Store, UserDocument } from '../store';
import { hasPermission } from './permissions';
import { listOf } from './users';
import type { Users } from './users';

/** The fields of `users.create` and of `data` in `users.update`. */
export interface UserData {
	username?: string;
	name?: string;
	email?: string;
	password?: string;
	roles?: string[];
	verified?: boolean;
	active?: boolean;
	bio?: string;
	statusText?: string;
	customFields?: Record<string, unknown>;
	requirePasswordChange?: boolean;
	setRandomPassword?: boolean;
	joinDefaultChannels?: boolean;
}

const METHOD = 'insertOrUpdateUser';

/** What core checks when someone creates or changes an account (`validateUserData`, `validateEmailDomain`). */
export class UserDataRules {
	constructor(
		private readonly store: Store,
		private readonly settings: Settings,
		private readonly users: Users,
	) {}

	/** @throws MeteorError with the first rule that is broken. */
	checkNew(caller: UserDocument, data: UserData): void {
		if (!hasPermission(this.store, caller, 'create-user')) {
			throw new MeteorError('error-action-not-allowed', 'Adding user is not allowed', {
				method: METHOD,
				action: 'Adding_user',
			});
		}
		this.checkRoles(caller, data.roles);
		const { username = '', email = '' } = data;
		this.checkUsername(username);
		this.checkEmail(email);
		// The second line of defence has another voice: it compares without regard to letter case.
		if (this.users.findByUsernameIgnoringCase(username) || this.findByEmailIgnoringCase(email)) {
			throw new MeteorError(403, 'Something went wrong. Please check your credentials.');
		}
	}

	/** @throws MeteorError with the first rule that is broken. */
	checkChange(caller: UserDocument, user: UserDocument, data: UserData): void {
		if (caller !== user && !hasPermission(this.store, caller, 'edit-other-user-info')) {
			throw new MeteorError('error-action-not-allowed', 'Editing user is not allowed', {
				method: METHOD,
				action: 'Editing_user',
			});
		}
		this.checkRoles(caller, data.roles);
		if (data.username !== undefined && data.username !== user.username) {
			this.checkUsername(data.username);
		}
		if (data.email !== undefined && data.email !== user.emails?.[0]?.address) {
			this.checkEmail(data.email);
		}
	}

	/** Custom fields that the workspace has declared; the others are dropped. */
	declaredFields(customFields: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
		const declaration = this.settings.get<string>('Accounts_CustomFields').trim();
		if (declaration === '' || !customFields) {
			return undefined;
		}
		const declared = Object.keys(JSON.parse(declaration) as object);
		return Object.fromEntries(Object.entries(customFields).filter(([name]) => declared.includes(name)));
	}

	private checkRoles(caller: UserDocument, roles: string[] = []): void {
		const details = { method: METHOD, action: 'Assign_role' };
		if (!roles.every((role) => this.store.roles.has(role))) {
			throw new MeteorError('error-action-not-allowed', 'The field Roles consist invalid role id', details);
		}
		if (roles.includes('admin') && !hasPermission(this.store, caller, 'assign-admin-role')) {
			throw new MeteorError('error-action-not-allowed', 'Assigning admin is not allowed', details);
		}
	}

	private checkUsername(username: string): void {
		const allowed = new RegExp(`^${this.settings.get<string>('UTF8_User_Names_Validation')}$`);
		if (!allowed.test(username)) {
			throw new MeteorError('error-input-is-not-a-valid-field', `${username} is not a valid username`, {
				method: METHOD,
				input: username,
				field: 'Username',
			});
		}
		const blocked = [
			'all',
			'here',
			...listOf(this.settings.get('Accounts_BlockedUsernameList')),
			...listOf(this.settings.get('Accounts_SystemBlockedUsernameList')),
		];
		if (blocked.some((name) => name.toLowerCase() === username.toLowerCase())) {
			throw new MeteorError('error-blocked-username', `${username} is blocked and can't be used!`, {
				method: 'checkUsernameAvailability',
				field: username,
			});
		}
		if (this.users.findByUsername(username)) {
			throw this.unavailable(username);
		}
	}

	private checkEmail(email: string): void {
		if (this.users.findByEmail(email)) {
			throw this.unavailable(email);
		}
		if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
			throw new MeteorError('error-invalid-email', `Invalid email ${email}`, {
				function: 'RocketChat.validateEmailDomain',
				email,
			});
		}
		const domain = email.slice(email.lastIndexOf('@') + 1);
		const allowed = listOf(this.settings.get('Accounts_AllowedDomainsList'));
		if (allowed.length > 0 && !allowed.includes(domain)) {
			throw new MeteorError('error-invalid-domain', '', { function: 'RocketChat.validateEmailDomain' });
		}
		if (listOf(this.settings.get('Accounts_BlockedDomainsList')).includes(domain)) {
			throw new MeteorError('error-email-domain-blacklisted', 'The email domain is blacklisted', {
				function: 'RocketChat.validateEmailDomain',
			});
		}
	}

	private unavailable(field: string): MeteorError {
		return new MeteorError('error-field-unavailable', `${field} is already in use :(`, { method: METHOD, field });
	}

	private findByEmailIgnoringCase(email: string): UserDocument | undefined {
		const wanted = email.toLowerCase();
		return this.users.find((user) => user.emails?.some(({ address }) => address.toLowerCase() === wanted) ?? false);
	}
}
