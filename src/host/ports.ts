import type { IAppAccessors, IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { ownerOfAddress } from '../workspace/addressOwner';
import { UserDirectory } from './directory';
import { AppEnvironment } from './environment';
import type { Memory } from './memory';
import { AppMessenger } from './messenger';
import { WorkspaceRooms } from './rooms';
import { AppSettings, WorkspaceSettings } from './settings';
import { PersistenceStore } from './store';
import { HttpTransport } from './transport';
import type { Ports } from '../ports/ports';

/** Where the app's public endpoints are below `Site_Url`. */
export const appPathOf = (appId: string): string => `/api/apps/public/${appId}`;

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
		messenger: new AppMessenger(read, modify),
		rooms: new WorkspaceRooms(read, modify),
		memory,
		now: () => Date.now(),
	};
	return ports;
}
