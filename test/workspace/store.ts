import { EventEmitter } from 'node:events';
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { IAppStorageItem } from '@rocket.chat/apps-engine/server/storage';
import type { ILoggerStorageEntry } from '@rocket.chat/apps-engine/server/logging';
import { value } from '../kept';
import { DEFAULT_PERMISSIONS } from './accounts/permissions';
import type { SettingChange, SettingDocument } from './settings';

/** A user as the database has it; up to 7.x the shape that `IPostUserLoggedIn` hands to apps. */
export interface UserDocument {
	_id: string;
	username: string;
	name?: string;
	emails?: { address: string; verified: boolean }[];
	type: 'user' | 'bot' | 'app';
	active: boolean;
	roles: string[];
	services: UserServices;
	status?: string;
	statusText?: string;
	statusConnection?: string;
	statusDefault?: string;
	utcOffset?: number;
	bio?: string;
	customFields?: Record<string, unknown>;
	settings: Record<string, unknown>;
	requirePasswordChange?: boolean;
	appId?: string;
	createdAt: Date;
	_updatedAt: Date;
	lastLogin?: Date;
	__rooms: string[];
}

export interface UserServices {
	password?: { bcrypt: string };
	cas?: { external_id: string; version?: number; attrs?: Record<string, string | undefined> };
	email2fa?: { enabled: boolean; changedAt: Date };
	resume?: { loginTokens: LoginToken[] };
	[service: string]: unknown;
}

export interface LoginToken {
	hashedToken: string;
	when: Date;
	type?: 'personalAccessToken';
	name?: string;
	bypassTwoFactor?: boolean;
	/** Until when a passed second factor is remembered for this token. */
	twoFactorAuthorizedUntil?: Date;
}

/** What a validated CAS ticket leaves for the login call. */
export interface CredentialToken {
	_id: string;
	userInfo: { username: string; attributes?: Record<string, string[]> };
	/** Milliseconds since the epoch. */
	expireAt: number;
}

export interface RoomDocument {
	_id: string;
	t: 'c' | 'p' | 'd';
	name?: string;
	fname?: string;
	usernames?: string[];
	uids?: string[];
	u?: { _id: string; username: string };
	topic?: string;
	description?: string;
	announcement?: string;
	ro?: boolean;
	msgs: number;
	default?: boolean;
	customFields?: Record<string, unknown>;
	ts: Date;
	_updatedAt: Date;
}

export interface SubscriptionDocument {
	_id: string;
	rid: string;
	t: RoomDocument['t'];
	name?: string;
	u: { _id: string; username: string };
	unread: number;
	alert: boolean;
	roles?: string[];
	ts: Date;
	_updatedAt: Date;
}

export interface MessageDocument {
	_id: string;
	rid: string;
	msg: string;
	/** System messages have a type, like "uj". */
	t?: string;
	u: { _id: string; username: string; name?: string };
	/** Of the UIKit, as an app gave them. */
	blocks?: unknown[];
	ts: Date;
	_updatedAt: Date;
}

export interface PersistenceRecord {
	_id: string;
	appId: string;
	associations?: { model: string; id: string }[];
	data: unknown;
}

export interface ScheduledJob {
	_id: string;
	/** The processor's id, with `_<appId>` at its end. */
	name: string;
	data: Record<string, unknown>;
	/** Milliseconds since the epoch. */
	nextRunAt: number;
	/** Milliseconds; absent for a job that runs once. */
	interval?: number;
}

export interface Role {
	_id: string;
	name: string;
	scope: 'Users' | 'Subscriptions';
	description: string;
	protected: boolean;
}

/** What every instance of one server sees: its database, and its stream of notifications between instances. */
export interface Store {
	users: Map<string, UserDocument>;
	settings: Map<string, SettingDocument>;
	/** Oldest first; none but those of the last minute. */
	settingChanges: SettingChange[];
	credentialTokens: Map<string, CredentialToken>;
	roles: Map<string, Role>;
	/** Roles by permission. */
	permissions: Map<string, string[]>;
	rooms: Map<string, RoomDocument>;
	subscriptions: SubscriptionDocument[];
	messages: MessageDocument[];
	apps: Map<string, IAppStorageItem>;
	packages: Map<string, Buffer>;
	appLogs: ILoggerStorageEntry[];
	persistence: PersistenceRecord[];
	jobs: Map<string, ScheduledJob>;
	emails: unknown[];
	/** Paid seats: active users beyond them are refused. */
	seats: number;
	/** Signs installed apps; an app signed with another pair does not load. */
	signingKeys: { publicKey: string; privateKey: string };
	events: EventEmitter;
	/** The time the database takes: without it, parallel requests could never meet each other half way. */
	latency(): Promise<unknown>;
}

/** One pair for all stores of a process: making one takes longer than starting a workspace. */
const SIGNING_KEYS = value('signing keys', () =>
	generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	}),
);

const ROLES: [name: string, scope: Role['scope']][] = [
	['admin', 'Users'],
	['user', 'Users'],
	['guest', 'Users'],
	['bot', 'Users'],
	['app', 'Users'],
	['anonymous', 'Users'],
	['auditor', 'Users'],
	['livechat-agent', 'Users'],
	['livechat-manager', 'Users'],
	['moderator', 'Subscriptions'],
	['leader', 'Subscriptions'],
	['owner', 'Subscriptions'],
];

/** An empty server: its roles, the GENERAL channel and the rocket.cat bot. Settings and the admin come at start. */
export function createStore(): Store {
	const now = new Date();
	const store: Store = {
		users: new Map(),
		settings: new Map(),
		settingChanges: [],
		credentialTokens: new Map(),
		roles: new Map(ROLES.map(([name, scope]) => [name, { _id: name, name, scope, description: '', protected: true }])),
		permissions: new Map(Object.entries(DEFAULT_PERMISSIONS)),
		rooms: new Map(),
		subscriptions: [],
		messages: [],
		apps: new Map(),
		packages: new Map(),
		appLogs: [],
		persistence: [],
		jobs: new Map(),
		emails: [],
		seats: Infinity,
		signingKeys: SIGNING_KEYS,
		events: new EventEmitter().setMaxListeners(0),
		latency: () => setTimeout(5),
	};
	store.rooms.set('GENERAL', {
		_id: 'GENERAL',
		t: 'c',
		name: 'general',
		default: true,
		msgs: 0,
		ts: now,
		_updatedAt: now,
	});
	store.users.set('rocket.cat', {
		_id: 'rocket.cat',
		username: 'rocket.cat',
		name: 'Rocket.Cat',
		type: 'bot',
		active: true,
		roles: ['bot'],
		services: {},
		status: 'online',
		statusDefault: 'online',
		settings: {},
		createdAt: now,
		_updatedAt: now,
		__rooms: [],
	});
	return store;
}
