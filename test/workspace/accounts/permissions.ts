import type { Store, UserDocument } from '../store';

/** Which roles have which permission, as core sets it up. Only those that an endpoint here asks for. */
export const DEFAULT_PERMISSIONS: Record<string, string[]> = {
	'api-bypass-rate-limit': ['admin', 'bot', 'app'],
	'assign-admin-role': ['admin'],
	'access-permissions': ['admin'],
	'create-user': ['admin'],
	'delete-user': ['admin'],
	'edit-other-user-active-status': ['admin'],
	'edit-other-user-avatar': ['admin'],
	'edit-other-user-info': ['admin'],
	'edit-other-user-password': ['admin'],
	'edit-privileged-setting': ['admin'],
	'logout-other-user': ['admin'],
	'manage-apps': ['admin'],
	'user-generate-access-token': ['admin'],
	'view-d-room': ['admin', 'user', 'bot', 'app'],
	'view-full-other-user-info': ['admin'],
	'view-privileged-setting': ['admin'],
	'view-statistics': ['admin'],
};

export function hasPermission(
	{ permissions }: Pick<Store, 'permissions'>,
	user: UserDocument,
	permission: string,
): boolean {
	return permissions.get(permission)?.some((role) => user.roles.includes(role)) ?? false;
}
