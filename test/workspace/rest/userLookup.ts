import { hasPermission } from '../accounts/permissions';
import { toRestUser } from '../accounts/views';
import type { UserDocument } from '../store';
import { Answer } from './api';
import type { Api, Call } from './api';
import type { RestDependencies } from './index';
import { FormError } from './schema';

/** `API_Upper_Count_Limit`: who asks for more gets so many, without a word (read). */
const LARGEST_PAGE = 100;

/** Finding people. Only `users.listByStatus` knows e-mail addresses, and it compares parts. */
export function lookupRoutes(api: Api, { users, profile, store }: RestDependencies): void {
	const listed = (found: UserDocument[], { query }: Call): object => {
		if (profile.refusesQueries && (query.query ?? query.fields) !== undefined) {
			throw new FormError('must NOT have additional properties');
		}
		const offset = Number(query.offset ?? 0);
		const page = found.slice(offset, offset + Math.min(Number(query.count ?? 50), LARGEST_PAGE)).map(toListed);
		return { users: page, count: page.length, offset, total: found.length };
	};

	api.route('get', '/v1/users.info', {}, ({ query, user: caller }) => {
		const { userId, username } = query;
		if ((userId === undefined) === (username === undefined)) {
			throw new FormError('must match exactly one schema in oneOf');
		}
		const found = users.find((each) => (userId === undefined ? each.username === username : each._id === userId));
		if (!found) {
			return new Answer(400, { success: false, error: 'User not found.' });
		}
		// One's own sign-ins are told to oneself alone (Rocket.Chat, getFullUserData.ts; read, not seen).
		if (found === caller) return { user: { ...toRestUser(found), services: toOwnServices(found) } };
		return { user: hasPermission(store, caller, 'view-full-other-user-info') ? toRestUser(found) : toPublic(found) };
	});

	// Up to 8.x `query` is ignored without a word.
	api.route('get', '/v1/users.list', { permissions: ['view-d-room'] }, (call) => listed(users.all(), call));

	if (profile.listByStatus) {
		api.route('get', '/v1/users.listByStatus', { permissions: ['view-d-room'] }, (call) => {
			const { searchTerm = '', status, type = 'user' } = call.query;
			const term = String(searchTerm).toLowerCase();
			const found = users
				.all()
				.filter((user) => user.type === type && (status === undefined || user.active === (status === 'active')))
				.filter((user) => searchable(user).some((text) => text.toLowerCase().includes(term)));
			return listed(found, call);
		});
	}
}

function searchable({ username, name = '', emails = [] }: UserDocument): string[] {
	return [username, name, ...emails.map(({ address }) => address)];
}

function toListed({ _id, username, name, emails, type, roles, status, active, lastLogin }: UserDocument) {
	return { _id, username, name, emails, type, roles, status, active, lastLogin };
}

/** Without passwords, sessions, and codes that were mailed. */
function toOwnServices({ services }: UserDocument): object {
	const shown = Object.entries(services).filter(([name]) => !['resume', 'email', 'passwordHistory'].includes(name));
	return Object.fromEntries(shown.map(([name, value]) => [name, name === 'password' ? true : (value as unknown)]));
}

function toPublic({ _id, username, name, type, roles, status, active, utcOffset, statusText }: UserDocument) {
	return { _id, username, name, type, roles, status, active, utcOffset, statusText };
}
