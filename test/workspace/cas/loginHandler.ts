import type { Users } from '../accounts/users';
import { MeteorError } from '../errors';
import type { Profile } from '../profile';
import { matches } from '../query';
import type { Rooms } from '../rooms/rooms';
import type { Settings } from '../settings';
import type { CredentialToken, Store, UserDocument } from '../store';

/** Meteor's `LoginCancelledError.numericError`. */
const LOGIN_CANCELLED = 145546287;

type Attributes = Record<string, string | undefined>;

/** Turns a credential token into a user (`server/lib/cas/loginHandler.ts`). */
export class CasLogin {
	constructor(
		private readonly store: Store,
		private readonly settings: Settings,
		private readonly profile: Profile,
		private readonly users: Users,
		private readonly rooms: Rooms,
	) {}

	/** @param credentialToken whatever the caller sent. */
	async login(credentialToken: unknown): Promise<UserDocument> {
		const isOff = this.profile.strictCasLogin && !this.settings.get('CAS_enabled');
		const credentials = isOff ? undefined : this.findCredentials(credentialToken);
		if (!credentials) {
			if (this.profile.uniformLoginErrors) {
				throw new MeteorError(LOGIN_CANCELLED, 'no matching login attempt found');
			}
			throw new TypeError("Cannot read property 'userInfo' of null");
		}
		if (this.profile.strictCasLogin) {
			this.store.credentialTokens.delete(credentials._id);
		}
		const { username, attributes: received } = credentials.userInfo;
		const attributes = this.mapAttributes(username, received ?? {});
		const existing = this.findExisting(username);
		if (existing) {
			this.synchronize(existing, attributes);
			return existing;
		}
		if (!this.settings.get('CAS_Creation_User_Enabled')) {
			throw new MeteorError(LOGIN_CANCELLED, 'no matching user account found');
		}
		return this.create(username, attributes);
	}

	/** CVE-2026-45688: where nothing checks the token's type, an object is a question to the database. */
	private findCredentials(credentialToken: unknown): CredentialToken | undefined {
		if (typeof credentialToken !== 'string' && !this.profile.credentialTokenOperators) {
			return undefined;
		}
		// An operator that the database refuses is refused whatever the collection has in it.
		matches('', credentialToken);
		return [...this.store.credentialTokens.values()].find(
			(each) => matches(each._id, credentialToken) && each.expireAt > Date.now(),
		);
	}

	/** `CAS_Sync_User_Data_FieldMap`: each `%attribute%` is replaced once, and `$` means what it does in `replace`. */
	private mapAttributes(username: string, received: Record<string, string[]>): Attributes {
		const external: Record<string, string> = { username };
		if (this.casVersion() >= 2) {
			for (const [name, values] of Object.entries(received)) {
				external[name] = values[0] ?? '';
			}
		}
		const internal: Attributes = {};
		const map = this.settings.get<string>('CAS_Sync_User_Data_FieldMap').trim();
		for (const [name, source] of Object.entries(map ? (JSON.parse(map) as Record<string, unknown>) : {})) {
			if (typeof source !== 'string' || source === '') {
				continue;
			}
			const value = Object.entries(external).reduce(
				(text, [attribute, replacement]) => text.replace(`%${attribute}%`, replacement),
				source,
			);
			if (value !== source) {
				internal[name] = value;
			}
		}
		return internal;
	}

	private findExisting(username: string): UserDocument | undefined {
		const known = this.users.find((user) => user.services.cas?.external_id === username);
		if (known || !this.settings.get('CAS_trust_username')) {
			return known;
		}
		const trusted = this.users.findByUsernameIgnoringCase(username, this.profile.trustedUsernamePattern);
		if (trusted) {
			trusted.services.cas = { ...trusted.services.cas, external_id: username };
		}
		return trusted;
	}

	private synchronize(user: UserDocument, { name, email }: Attributes): void {
		if (!this.settings.get('CAS_Sync_User_Data_Enabled')) {
			return;
		}
		if (name) {
			this.users.update(user, { name: name.trim() });
		}
		if (email) {
			this.users.setEmails(user, [{ address: email, verified: this.verifiesEmails() }]);
		}
	}

	private async create(username: string, attributes: Attributes): Promise<UserDocument> {
		const { email, name } = attributes;
		const user = await this.users.create({
			username: attributes.username ? attributes.username : username,
			name,
			emails: email ? [{ address: email, verified: this.verifiesEmails() }] : [],
			services: { cas: { external_id: username, version: this.casVersion(), attrs: attributes } },
			// Explicit in core, so that manual approval does not apply.
			active: true,
		});
		this.createMissingChannels(user, attributes.rooms);
		return user;
	}

	/** Core creates the channels that do not exist; the others are not joined. */
	private createMissingChannels(user: UserDocument, rooms = ''): void {
		for (const name of rooms.split(',').filter((each) => each !== '' && !this.rooms.findByName(each))) {
			this.rooms.create({ t: 'c', name, creator: user, members: [] });
		}
	}

	private casVersion(): number {
		return parseFloat(this.settings.get('CAS_version'));
	}

	private verifiesEmails(): boolean {
		return this.settings.get('Accounts_Verify_Email_For_External_Accounts');
	}
}
