import type { Profile } from '../profile';
import type { UserDocument } from '../store';

/** A user as apps see it (`convertToApp`): absent fields become null on the way to the app's process. */
export function toAppUser(user: Partial<UserDocument> | undefined) {
	if (!user) {
		return undefined;
	}
	const preferences = user.settings?.preferences as { language?: string } | undefined;
	return {
		id: user._id,
		username: user.username,
		emails: user.emails,
		type: user.type ?? 'unknown',
		isEnabled: user.active,
		name: user.name,
		roles: user.roles,
		status: user.status,
		statusText: user.statusText,
		statusConnection: user.statusConnection ?? 'undefined',
		utcOffset: user.utcOffset,
		createdAt: user.createdAt,
		updatedAt: user._updatedAt,
		lastLoginAt: user.lastLogin,
		appId: user.appId,
		customFields: user.customFields,
		settings: { preferences: { ...(preferences?.language && { language: preferences.language }) } },
	};
}

/** What an app's user comes to as a document (`convertToRocketChat`). */
export function fromAppUser(user: Record<string, unknown>): Partial<UserDocument> {
	return {
		_id: user.id,
		username: user.username,
		emails: user.emails,
		type: user.type,
		active: user.isEnabled,
		name: user.name,
		roles: user.roles,
		status: user.status,
		statusConnection: user.statusConnection,
		appId: user.appId,
	} as Partial<UserDocument>;
}

/** Other services are those of core's OAuth sign-ins. */
const OWN_SERVICES = ['password', 'cas', 'email2fa', 'resume'];

function isOAuthUser({ services }: UserDocument): boolean {
	return Object.keys(services).some((service) => !OWN_SERVICES.includes(service));
}

/** `me` of a login's answer and of `GET /api/v1/me`. */
export function toMe(user: UserDocument, profile: Profile, siteUrl: string) {
	const verified = user.emails?.find((email) => email.verified);
	const { password, email2fa } = user.services;
	const hash = profile.passwordHashInMe ? password : { exists: password !== undefined };
	return {
		_id: user._id,
		services: { ...(hash && { password: hash }), ...(email2fa && { email2fa }) },
		username: user.username,
		emails: user.emails,
		status: user.status,
		statusConnection: user.statusConnection,
		statusText: user.statusText,
		utcOffset: user.utcOffset,
		active: user.active,
		name: user.name,
		bio: user.bio,
		roles: user.roles,
		customFields: user.customFields,
		requirePasswordChange: user.requirePasswordChange,
		...(verified && { email: verified.address }),
		...(profile.newRestRouter && { isOAuthUser: isOAuthUser(user), _updatedAt: user._updatedAt }),
		settings: { profile: {}, preferences: { ...(user.settings.preferences as object | undefined) } },
		avatarUrl: `${siteUrl}/avatar/${user.username}`,
	};
}

/** A user in the answers of `users.create`, `users.update` and `users.info` to an admin. */
export function toRestUser(user: UserDocument) {
	return {
		_id: user._id,
		username: user.username,
		emails: user.emails,
		type: user.type,
		roles: user.roles,
		status: user.status,
		active: user.active,
		name: user.name,
		requirePasswordChange: user.requirePasswordChange,
		settings: user.settings,
		__rooms: user.__rooms,
		createdAt: user.createdAt,
		lastLogin: user.lastLogin,
		_updatedAt: user._updatedAt,
	};
}
