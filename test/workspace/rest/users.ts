import { passwordHash } from '../accounts/password';
import { hasPermission } from '../accounts/permissions';
import { UserDataRules } from '../accounts/userData';
import type { UserData } from '../accounts/userData';
import { toRestUser } from '../accounts/views';
import { clone } from '../clone';
import { MeteorError } from '../errors';
import { randomSecret } from '../random';
import type { RateLimiter } from '../rateLimiter';
import type { UserDocument } from '../store';
import { Answer } from './api';
import type { Api } from './api';
import type { RestDependencies } from './index';
import { avatarRoute, tokenRoutes } from './userTokens';
import { lookupRoutes } from './userLookup';
import type { Schema } from './schema';

const CREATE: Schema = {
	required: ['email', 'name', 'password', 'username'],
	optional: [
		'active',
		'bio',
		'nickname',
		'statusText',
		'roles',
		'joinDefaultChannels',
		'requirePasswordChange',
		'setRandomPassword',
		'sendWelcomeEmail',
		'verified',
		'customFields',
		'freeSwitchExtension',
		'fields',
	],
	types: {
		active: 'boolean',
		roles: 'array',
		joinDefaultChannels: 'boolean',
		requirePasswordChange: 'boolean',
		setRandomPassword: 'boolean',
		sendWelcomeEmail: 'boolean',
		verified: 'boolean',
		customFields: 'object',
	},
};

/** Accounts, as an admin's token manages them. */
export function userRoutes(api: Api, dependencies: RestDependencies): void {
	const { users, settings, store, profile, rateLimiter } = dependencies;
	const rules = new UserDataRules(store, settings, users);

	api.route('post', '/v1/users.create', { schema: CREATE }, async ({ user: caller, body }) => {
		const data = body as UserData;
		rules.checkNew(caller, data);
		const password = data.setRandomPassword ? randomSecret() : data.password;
		const user = await users.create({
			username: data.username ?? '',
			name: data.name,
			emails: [{ address: data.email ?? '', verified: data.verified ?? false }],
			services: { password: { bcrypt: passwordHash(password) ?? '' } },
			roles: data.roles,
			active: data.active,
			customFields: rules.declaredFields(data.customFields),
			joinDefaultChannels: data.joinDefaultChannels,
			...((data.setRandomPassword || data.requirePasswordChange) && { requirePasswordChange: true }),
		});
		return { user: toRestUser(user) };
	});

	api.route('post', '/v1/users.update', { twoFactor: true }, async ({ user: caller, body }) => {
		const user = byId(dependencies, body.userId);
		const data = (body.data ?? {}) as UserData;
		rules.checkChange(caller, user, data);
		if (data.email !== undefined) {
			limitEmailChanges(rateLimiter, user);
		}
		const before = clone(user);
		applyChanges(dependencies, user, data, rules);
		await users.updated(user, before, caller);
		return { user: toRestUser(user) };
	});

	// One's own name, and nothing else of it (Rocket.Chat, apps/meteor/server/methods/saveUserProfile.ts; read, not seen).
	api.route('post', '/v1/users.updateOwnBasicInfo', {}, async ({ user, body }) => {
		const { name } = (body.data ?? {}) as UserData;
		if (settings.get('Accounts_AllowUserProfileChange') !== true) {
			throw new MeteorError('error-not-allowed', 'Not allowed', { method: 'saveUserProfile' });
		}
		if (name !== user.name && settings.get('Accounts_AllowRealNameChange') !== true) {
			throw new MeteorError('error-action-not-allowed', 'Edit user real name is not allowed', {
				method: 'insertOrUpdateUser',
				action: 'Update_user',
			});
		}
		const before = clone(user);
		users.update(user, { name });
		await users.updated(user, before, user);
		return { user: toRestUser(user) };
	});

	api.route('post', '/v1/users.delete', { permissions: ['delete-user'] }, async ({ user: caller, body }) => {
		await users.delete(byId(dependencies, body.userId), caller);
		return profile.newRestRouter ? {} : { deletedRooms: [] };
	});

	api.route(
		'post',
		'/v1/users.setActiveStatus',
		{ permissions: ['edit-other-user-active-status'] },
		async ({ user: caller, body }) => {
			const user = byId(dependencies, body.userId);
			const before = clone(user);
			users.setActive(user, body.activeStatus === true, body.confirmRelinquish === true);
			await users.updated(user, before, caller);
			return { user: { _id: user._id, active: user.active } };
		},
	);

	api.route('post', '/v1/users.logout', {}, ({ user: caller, body }) => {
		const userId = String(body.userId ?? caller._id);
		if (userId !== caller._id && !hasPermission(store, caller, 'logout-other-user')) {
			return new Answer(403, { success: false, error: 'unauthorized' });
		}
		const user = users.findById(userId);
		if (user) {
			users.endSessions(user);
		}
		return { message: `User ${userId} has been logged out!` };
	});

	// Everyone for themselves; personal access tokens stay (Rocket.Chat, apps/meteor/server/api/v1/users.ts; read, not seen).
	api.route('post', '/v1/users.logoutOtherClients', {}, ({ user, session, request }) => {
		const own = session!.token;
		const others = user.services.resume!.loginTokens.filter(
			({ hashedToken, type }) => hashedToken !== own.hashedToken && !type,
		);
		for (const { hashedToken } of others) users.removeToken(user, hashedToken);
		const expires = own.when.getTime() + settings.get<number>('Accounts_LoginExpiration') * 86_400_000;
		return { token: request.headers['x-auth-token'], tokenExpires: new Date(expires).toISOString() };
	});

	lookupRoutes(api, dependencies);
	tokenRoutes(api, dependencies);
	avatarRoute(api, dependencies);
}

/**
 * One change of an account's address a minute, anyone who asks for it, and whether REST limits calls or not: a limit of core's
 * own around its `setEmail`.
 *
 * @throws MeteorError `error-too-many-requests`
 */
function limitEmailChanges(rateLimiter: RateLimiter, { _id }: UserDocument): void {
	const { allowed, timeToReset } = rateLimiter.count(`setEmail ${_id}`, { calls: 1, interval: 60_000 });
	if (!allowed) {
		const seconds = Math.ceil(timeToReset / 1000);
		throw new MeteorError(
			'error-too-many-requests',
			`Error, too many requests. Please slow down. You must wait ${seconds} seconds before trying again.`,
			{ timeToReset, seconds },
		);
	}
}

function applyChanges({ users }: RestDependencies, user: UserDocument, data: UserData, rules: UserDataRules): void {
	const { username, name, roles, bio, statusText, active, requirePasswordChange } = data;
	const fields = { username, name, roles, bio, statusText, active, requirePasswordChange };
	users.update(user, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
	if (data.email !== undefined) {
		users.setEmails(user, [{ address: data.email, verified: data.verified ?? false }]);
	} else if (data.verified !== undefined && user.emails?.[0]) {
		users.setEmails(user, [{ ...user.emails[0], verified: data.verified }]);
	}
	if (data.password !== undefined) {
		user.services.password = { bcrypt: passwordHash(data.password) ?? '' };
	}
	const customFields = rules.declaredFields(data.customFields);
	if (customFields) {
		users.update(user, { customFields: { ...user.customFields, ...customFields } });
	}
}

/** @throws MeteorError `error-invalid-user` */
export function byId({ users }: Pick<RestDependencies, 'users'>, userId: unknown): UserDocument {
	const user = users.findById(String(userId));
	if (!user) {
		throw new MeteorError(
			'error-invalid-user',
			'The required "userId" or "username" param provided does not match any users',
		);
	}
	return user;
}

/** Takes a user by `userId`, `username` or `user`, as most endpoints do. @throws MeteorError `error-invalid-user` */
export function fromParams(
	dependencies: Pick<RestDependencies, 'users'>,
	params: Record<string, unknown>,
): UserDocument {
	const username = params.username ?? params.user;
	const found = typeof username === 'string' ? dependencies.users.findByUsernameIgnoringCase(username) : undefined;
	return found ?? byId(dependencies, params.userId);
}
