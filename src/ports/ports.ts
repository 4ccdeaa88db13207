import type { Directory } from './directory';
import type { Transport } from './transport';
import type { Form } from './form';
import type { Memory } from './memory';
import type { Store } from './store';
import type { AppSettingWriter, ServerSettings, OwnSettings } from './settings';
import type { Environment } from './environment';
import type { Jobs } from './jobs';
import type { Messenger } from './messenger';
import type { Rooms } from './rooms';

/** Everything outside that a sign-in touches. */
export interface Ports {
	/** See `appPathOf`. */
	readonly appPath: string;
	readonly transport: Transport;
	readonly store: Store;
	readonly appSettings: OwnSettings;
	readonly appSettingWriter: AppSettingWriter;
	readonly serverSettings: ServerSettings;
	readonly environment: Environment;
	readonly directory: Directory;
	readonly messenger: Messenger;
	readonly rooms: Rooms;
	readonly jobs: Jobs;
	readonly memory: Memory;
	readonly form: Form;
	/** Milliseconds since 1970. */
	now(): number;
}

/** The part of the ports that a function uses: its signature says what it can touch. */
export type Needs<Name extends keyof Ports> = Pick<Ports, Name>;

/** Records that every instance shares, what this process remembers, and the clock. */
export type Storage = Needs<'store' | 'memory' | 'now'>;

/** What sealing takes: the keys in the store, and the operator's part of them. */
export type Sealing = Storage & Needs<'environment'>;

/** The settings of the app and of the workspace. */
export type Settings = Needs<'appSettings' | 'serverSettings'>;

/** What it takes to call the workspace's own server: where it is, with which settings, and what was found out before. */
export type WorkspaceAccess = Storage & Settings & Needs<'appPath' | 'transport' | 'environment'>;
