import { fromAppUser, toAppUser } from '../../accounts/views';
import type { Users } from '../../accounts/users';
import { randomId } from '../../random';
import type { Rooms } from '../../rooms/rooms';
import type { UserDocument } from '../../store';
import type { BridgeMethods } from './define';

type AppUser = Record<string, unknown> & { id: string };

/** Users for apps. Ids and names go to the database as they come: an object is a query there. */
export function userBridge(users: Users, rooms: Rooms): BridgeMethods {
	const existing = (id: unknown): UserDocument => {
		const user = users.findById(id);
		if (!user) {
			throw new Error('Invalid user id');
		}
		return user;
	};
	const createdBy = (appId: string, type: string) =>
		users.all().filter((user) => user.appId === appId && user.type === type);

	return {
		getById: (id: unknown) => toAppUser(users.findById(id)),
		getByUsername: (username: unknown) => toAppUser(users.findByUsername(username)),
		getAppUser: (appId?: string) =>
			toAppUser(appId ? users.find((user) => user.appId === appId && user.type === 'app') : undefined),
		getActiveUserCount: () => users.all().filter((user) => user.active && user.type === 'user').length,
		getUserUnreadMessageCount: (id: string) =>
			rooms.subscriptionsFor(existing(id)).reduce((sum, { unread }) => sum + unread, 0),
		getUserRoomIds: (id: string) => rooms.subscriptionsFor(existing(id)).map(({ rid }) => rid),
		create: (user: AppUser) => {
			const document = fromAppUser(user);
			if (document.type !== 'app' && document.type !== 'bot') {
				throw new Error('Creating normal users is currently not supported');
			}
			if (users.findByUsername(document.username)) {
				throw new Error(
					`The username "${document.username}" is already being used. Rename or remove the user using it to install this App`,
				);
			}
			const now = new Date();
			const _id = document._id ?? randomId();
			users.insert({
				services: {},
				settings: {},
				createdAt: now,
				_updatedAt: now,
				__rooms: [],
				...document,
				_id,
			} as UserDocument);
			return _id;
		},
		remove: async (user: AppUser) => {
			const document = users.findById(user.id);
			if (document) {
				await users.delete(document);
			}
			return true;
		},
		update: (user: AppUser, fields: Partial<UserDocument>) => {
			const document = users.findById(user.id);
			if (document) {
				users.update(document, fields);
			}
			return true;
		},
		deleteUsersCreatedByApp: async (appId: string, type: string) => {
			const found = createdBy(appId, type);
			await Promise.all(found.map((user) => users.delete(user)));
			return found.length > 0;
		},
		deactivate: (id: string, confirmRelinquish: boolean) => {
			users.setActive(existing(id), false, confirmRelinquish);
			return true;
		},
	};
}
