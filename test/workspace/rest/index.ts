import type { Accounts } from '../accounts';
import { hasPermission } from '../accounts/permissions';
import type { AppCommands } from '../engine/bridges/commands';
import type { AppHost } from '../engine/host';
import type { Profile } from '../profile';
import type { RateLimiter } from '../rateLimiter';
import type { Store } from '../store';
import type { Api } from './api';
import { commandRoutes } from './commands';
import { roleRoutes } from './roles';
import { roomRoutes } from './rooms';
import { sessionRoutes } from './session';
import { settingsRoutes } from './settings';
import { userRoutes } from './users';

export interface RestDependencies extends Accounts {
	store: Store;
	profile: Profile;
	rateLimiter: RateLimiter;
	commands: AppCommands;
	host: AppHost;
	env: Record<string, string | undefined>;
}

/** `/api/v1`, as far as an app, its admin and its users call it. */
export function restRoutes(api: Api, dependencies: RestDependencies): void {
	sessionRoutes(api, dependencies);
	settingsRoutes(api, dependencies.store, dependencies.settings);
	userRoutes(api, dependencies);
	roleRoutes(api, dependencies);
	commandRoutes(api, dependencies);
	roomRoutes(api, dependencies);
	// The patch number is for anyone who may see statistics (Rocket.Chat, getServerInfo.ts; read, not seen).
	api.route('get', '/info', { authRequired: false, rateLimited: false }, ({ session }) => {
		const { version } = dependencies.profile;
		return session && hasPermission(dependencies.store, session.user, 'view-statistics')
			? { version, info: { version } }
			: { version: version.split('.').slice(0, 2).join('.') };
	});
}
