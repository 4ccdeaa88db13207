import type { IModifyUpdater, IUserRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IUser, IUserEmail } from '@rocket.chat/apps-engine/definition/users';
import type { Account, Directory } from '../ports/directory';

/** The workspace's accounts. The accessor knows them by id and by the exact username. */
export class UserDirectory implements Directory {
	constructor(
		private readonly users: IUserRead,
		/** Whose address it is; see `workspace/addressOwner.ts`. */
		private readonly ownerOf: (email: string) => Promise<{ readonly id: string } | undefined | 'unknown'>,
		private readonly updater: () => ReturnType<IModifyUpdater['getUserUpdater']>,
	) {}

	async byId(id: string): Promise<Account | undefined> {
		return accountOf(await this.users.getById(text(id)));
	}

	async byUsername(username: string): Promise<Account | undefined> {
		return accountOf(await this.users.getByUsername(text(username)));
	}

	async byEmail(email: string): Promise<Account | undefined | 'unknown'> {
		const owner = await this.ownerOf(email);
		return owner === undefined || owner === 'unknown' ? owner : this.byId(owner.id);
	}

	/** Confirmed, core would remove the rooms that have no other member. Without the permission it answers nothing. */
	async deactivate(id: string): Promise<boolean> {
		const answer: unknown = await this.updater()
			.deactivate(text(id), false)
			.catch(() => false);
		return answer === true;
	}

	/** Core checks neither names nor values here, as it does for people who fill them in. */
	async replaceCustomFields(id: string, fields: Readonly<Record<string, unknown>>): Promise<boolean> {
		const user: unknown = await this.users.getById(text(id));
		if (!user) return false;
		const answer: unknown = await this.updater()
			.updateCustomFields(user as IUser, { ...fields } as IUser['customFields'])
			.catch(() => false);
		return answer === true;
	}

	async answers(): Promise<boolean> {
		return Boolean(await this.users.getByUsername(machineOfEveryWorkspace));
	}
}

const machineOfEveryWorkspace = 'rocket.cat';

/** Accessors hand objects on to the database as queries: `getById({ $ne: 1 })` finds someone. Only text gets through. */
function text(value: unknown): string {
	if (typeof value !== 'string' || value === '') throw new TypeError('not a text');
	return value;
}

/** A user as the engine gives it. The accessors answer null for one that does not exist. */
export function accountOf(user: IUser | null | undefined): Account | undefined {
	if (!user?.id) return undefined;
	return {
		id: user.id,
		username: user.username,
		name: user.name || undefined,
		kind: user.type === 'user' ? 'person' : 'machine',
		active: user.isEnabled === true,
		roles: user.roles ?? [],
		emails: (user.emails ?? []).flatMap(addressOf),
		...(user.customFields ? { customFields: user.customFields } : {}),
	};
}

function addressOf(email: Partial<IUserEmail> | null): Account['emails'] {
	const address = email?.address;
	return typeof address === 'string' ? [{ address: address.toLowerCase(), verified: email?.verified === true }] : [];
}
