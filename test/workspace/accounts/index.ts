import { CasLogin } from '../cas/loginHandler';
import type { Profile } from '../profile';
import { randomId } from '../random';
import { Rooms } from '../rooms/rooms';
import { registerSettings, Settings } from '../settings';
import type { Store } from '../store';
import { Login } from './login';
import { passwordHash } from './password';
import { TwoFactor } from './twoFactor';
import { Users } from './users';
import type { AppEvents } from './users';

export interface AdminAccount {
	username: string;
	password: string;
}

export interface Accounts {
	settings: Settings;
	users: Users;
	rooms: Rooms;
	login: Login;
	twoFactor: TwoFactor;
}

interface AccountsOptions {
	store: Store;
	profile: Profile;
	siteUrl: string;
	twoFactor: boolean;
	admin: AdminAccount;
	triggerAppEvent: AppEvents;
}

/** Core's accounts on a store. The first instance on it sets up the settings and the admin. */
export function createAccounts(options: AccountsOptions): Accounts {
	const { store, profile, admin, triggerAppEvent } = options;
	const settings = new Settings(store);
	if (store.settings.size === 0) {
		registerSettings(store);
		settings.set('Site_Url', options.siteUrl);
		settings.set('Accounts_TwoFactorAuthentication_Enabled', options.twoFactor);
	}
	const rooms = new Rooms(store);
	const users = new Users(store, settings, rooms, triggerAppEvent);
	if (!users.findByUsername(admin.username)) {
		addAdmin(users, rooms, admin);
	}
	const twoFactor = new TwoFactor(store, settings, profile);
	const cas = new CasLogin(store, settings, profile, users, rooms);
	const login = new Login(users, settings, profile, cas, twoFactor, triggerAppEvent);
	return { settings, users, rooms, login, twoFactor };
}

/** The account that the setup wizard makes: no second factor by e-mail, whose codes would go nowhere. */
function addAdmin(users: Users, rooms: Rooms, { username, password }: AdminAccount): void {
	const now = new Date();
	const user = {
		_id: randomId(),
		username,
		name: 'Administrator',
		emails: [{ address: `${username}@workspace.example`, verified: true }],
		type: 'user' as const,
		active: true,
		roles: ['user', 'admin'],
		services: { password: { bcrypt: passwordHash(password) ?? '' } },
		status: 'offline',
		settings: {},
		createdAt: now,
		_updatedAt: now,
		__rooms: [],
	};
	users.insert(user);
	rooms.joinDefaultChannels(user);
}
