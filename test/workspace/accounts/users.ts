import { DatabaseError, MeteorError } from '../errors';
import { matches, pattern } from '../query';
import { randomId } from '../random';
import type { Settings } from '../settings';
import type { LoginToken, Store, UserDocument } from '../store';
import type { Rooms } from '../rooms/rooms';

/** Tells the installed apps that something happened to a user. */
export type AppEvents = (event: string, payload: unknown) => Promise<void>;

export interface NewUser {
	username: string;
	name?: string;
	emails: { address: string; verified: boolean }[];
	services: UserDocument['services'];
	roles?: string[];
	active?: boolean;
	customFields?: Record<string, unknown>;
	requirePasswordChange?: boolean;
	/** Default: true. */
	joinDefaultChannels?: boolean;
}

/** The users collection, and what core does around its inserts, updates and removals. */
export class Users {
	constructor(
		private readonly store: Store,
		private readonly settings: Settings,
		private readonly rooms: Rooms,
		private readonly triggerAppEvent: AppEvents,
	) {}

	all(): UserDocument[] {
		return [...this.store.users.values()];
	}

	/** `id` is a database condition, as nothing in core checks that it is a string. */
	findById(id: unknown): UserDocument | undefined {
		return this.find((user) => matches(user._id, id));
	}

	/** Exact and case-sensitive; `username` is a database condition. */
	findByUsername(username: unknown): UserDocument | undefined {
		return this.find((user) => matches(user.username, username));
	}

	/** @param asPattern old servers put the name into a regular expression as it is. */
	findByUsernameIgnoringCase(username: string, asPattern = false): UserDocument | undefined {
		const source = asPattern ? username : username.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&');
		const expression = pattern(`^${source}$`, 'i');
		return this.find((user) => expression.test(user.username));
	}

	findByEmail(address: string): UserDocument | undefined {
		return this.find((user) => user.emails?.some((email) => email.address === address) ?? false);
	}

	find(predicate: (user: UserDocument) => boolean): UserDocument | undefined {
		return this.all().find(predicate);
	}

	/**
	 * Creates a person's account as `Accounts.insertUserDoc` does: exact duplicates only, seats, domain list, the
	 * registration switch, default channels, event. Names are not validated.
	 */
	async create(user: NewUser): Promise<UserDocument> {
		await this.store.latency();
		this.mayBeCreated(user);
		const now = new Date();
		const { joinDefaultChannels = true, ...fields } = user;
		const document: UserDocument = {
			_id: randomId(),
			type: 'user',
			status: 'offline',
			settings: {},
			createdAt: now,
			_updatedAt: now,
			__rooms: [],
			...fields,
			roles: user.roles ?? ['user'],
			active: user.active ?? !this.settings.get<boolean>('Accounts_ManuallyApproveNewUsers'),
			services: {
				...user.services,
				...(this.settings.get<boolean>('Accounts_TwoFactorAuthentication_By_Email_Auto_Opt_In') && {
					email2fa: { enabled: true, changedAt: now },
				}),
			},
		};
		this.insert(document);
		if (joinDefaultChannels) {
			this.rooms.joinDefaultChannels(document);
		}
		const { _id, username, type, roles } = document;
		void this.triggerAppEvent('IPostUserCreated', { user: { _id, username, type, roles }, performedBy: undefined });
		return document;
	}

	/** The unique indexes: exact, so another letter case is another value. */
	insert(document: UserDocument): void {
		if (this.findByUsername(document.username)) {
			throw new MeteorError(403, 'Username already exists.');
		}
		if (document.emails?.some(({ address }) => this.findByEmail(address))) {
			throw new MeteorError(403, 'Email already exists.');
		}
		this.store.users.set(document._id, document);
	}

	private mayBeCreated(user: NewUser): void {
		const active = this.all().filter((each) => each.active && each.type === 'user').length;
		if (active >= this.store.seats) {
			throw new MeteorError('error-license-user-limit-reached', 'The maximum number of users has been reached.');
		}
		if (!this.settings.get('Accounts_Registration_AuthenticationServices_Enabled') && !user.services.password) {
			throw new MeteorError(
				'registration-disabled-authentication-services',
				'User registration is disabled for authentication services',
			);
		}
		const domains = listOf(this.settings.get('Accounts_AllowedDomainsList'));
		const address = user.emails[0]?.address;
		if (domains.length > 0 && address !== undefined && !domains.some((domain) => address.endsWith(`@${domain}`))) {
			throw new MeteorError('error-invalid-domain');
		}
	}

	/** @throws DatabaseError when an address belongs to another user. */
	setEmails(user: UserDocument, emails: { address: string; verified: boolean }[]): void {
		for (const { address } of emails) {
			const owner = this.findByEmail(address);
			if (owner && owner !== user) {
				throw new DatabaseError(
					`E11000 duplicate key error collection: rocketchat.users index: emails.address_1 dup key: { emails.address: "${address}" }`,
					11000,
				);
			}
		}
		this.update(user, { emails });
	}

	update(user: UserDocument, fields: Partial<UserDocument>): void {
		Object.assign(user, fields, { _updatedAt: new Date() });
	}

	async updated(user: UserDocument, previousUser: UserDocument, performedBy?: UserDocument): Promise<void> {
		await this.triggerAppEvent('IPostUserUpdated', { user, performedBy, previousUser });
	}

	async delete(user: UserDocument, performedBy?: UserDocument): Promise<void> {
		this.store.users.delete(user._id);
		this.rooms.forget(user);
		const { _id, username, roles } = user;
		await this.triggerAppEvent('IPostUserDeleted', { user: { _id, username, roles }, performedBy });
	}

	/**
	 * Deactivation ends every session and makes the person's direct messages read-only; activation does not undo
	 * either where the other side is an app.
	 * @throws MeteorError for the last admin, or an owner of rooms without `confirmRelinquish`.
	 */
	setActive(user: UserDocument, active: boolean, confirmRelinquish = false): void {
		if (!active) {
			const admins = this.all().filter((each) => each.active && each.roles.includes('admin'));
			if (user.roles.includes('admin') && admins.length === 1 && user.active) {
				throw new MeteorError('error-action-not-allowed', 'Leaving the app without an active admin is not allowed');
			}
			const owned = this.rooms.ownedBy(user);
			if (owned.length > 0 && !confirmRelinquish) {
				throw new MeteorError('user-last-owner', '', { shouldBeRemoved: [], shouldChangeOwner: owned });
			}
			this.endSessions(user);
		}
		this.rooms.setDirectMessagesReadOnly(user, !active);
		this.update(user, { active });
	}

	addToken(user: UserDocument, token: LoginToken): void {
		(user.services.resume ??= { loginTokens: [] }).loginTokens.push(token);
	}

	findByToken(hashedToken: string): { user: UserDocument; token: LoginToken } | undefined {
		for (const user of this.all()) {
			const token = user.services.resume?.loginTokens.find((each) => each.hashedToken === hashedToken);
			if (token) {
				return { user, token };
			}
		}
		return undefined;
	}

	removeToken(user: UserDocument, hashedToken: string): void {
		const { resume } = user.services;
		if (resume) {
			resume.loginTokens = resume.loginTokens.filter((token) => token.hashedToken !== hashedToken);
		}
	}

	endSessions(user: UserDocument): void {
		if (user.services.resume) {
			user.services.resume.loginTokens = [];
		}
	}
}

/** A setting that is a list separated by commas. */
export function listOf(value: string): string[] {
	return value
		.split(',')
		.map((each) => each.trim())
		.filter((each) => each !== '');
}
