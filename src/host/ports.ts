import type { IAppAccessors, IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { Directory } from '../accounts/account';
import type { Transport } from '../protocol/transport';
import { ownerOfAddress } from '../rest/addresses';
import { UserDirectory } from './directory';
import type { Environment } from './environment';
import { AppEnvironment } from './environment';
import type { Memory } from './memory';
import type { Messenger } from './messenger';
import { AppMessenger } from './messenger';
import type { Rooms } from './rooms';
import { WorkspaceRooms } from './rooms';
import type { AppSettingWriter, OwnSettings, ServerSettings } from './settings';
import { AppSettings, WorkspaceSettings } from './settings';
import type { Store } from './store';
import { PersistenceStore } from './store';
import { HttpTransport } from './transport';

/** Where the app's public endpoints are below `Site_Url`. */
export const appPathOf = (appId: string): string => `/api/apps/public/${appId}`;

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
	readonly memory: Memory;
	/** Milliseconds since 1970. */
	now(): number;
}

export interface Accessors {
	readonly read: IRead;
	readonly modify: IModify;
	readonly http: IHttp;
	readonly persistence: IPersistence;
}

/** The ports on the accessors of one call. */
export function portsOf(
	appId: string,
	own: IAppAccessors,
	{ read, modify, http, persistence }: Accessors,
	memory: Memory,
): Ports {
	const environment = read.getEnvironmentReader();
	const variables = new AppEnvironment(appId, environment.getEnvironmentVariables(), memory);
	const ports: Ports = {
		appPath: appPathOf(appId),
		transport: new HttpTransport(http),
		store: new PersistenceStore(read.getPersistenceReader(), persistence),
		appSettings: new AppSettings(environment, variables, memory),
		appSettingWriter: own.environmentWriter.getSettings(),
		serverSettings: new WorkspaceSettings(environment, own.environmentWriter.getServerSettings(), memory),
		environment: variables,
		directory: new UserDirectory(read.getUserReader(), (email) => ownerOfAddress(email, ports)),
		messenger: new AppMessenger(read, modify, appId),
		rooms: new WorkspaceRooms(read, modify),
		memory,
		now: () => Date.now(),
	};
	return ports;
}
