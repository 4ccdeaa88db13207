import type { IAppAccessors, IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import { ownerOfAddress } from '../workspace/addressOwner';
import { UserDirectory } from './directory';
import { AppEnvironment } from './environment';
import { AppJobs } from './jobs';
import { AppMessenger } from './messenger';
import { pauses } from './pauses';
import { WorkspaceRooms } from './rooms';
import { AppSettings, WorkspaceSettings } from './settings';
import { PersistenceStore } from './store';
import { HttpTransport } from './transport';
import type { Form } from '../ports/form';
import type { Memory } from '../ports/memory';
import type { Ports } from '../ports/ports';

/** Where the app's public endpoints are below `Site_Url`. */
export const appPathOf = (appId: string): string => `/api/apps/public/${appId}`;

export interface Accessors {
	readonly read: IRead;
	readonly modify: IModify;
	readonly http: IHttp;
	readonly persistence: IPersistence;
}

/** What stays the same from call to call. */
export interface Host {
	readonly appId: string;
	/** The accessors of the app itself. */
	readonly own: IAppAccessors;
	readonly memory: Memory;
	readonly form: Form;
}

/** The ports on the accessors of one call. */
export function portsOf({ appId, own, memory, form }: Host, { read, modify, http, persistence }: Accessors): Ports {
	const environment = read.getEnvironmentReader();
	const variables = new AppEnvironment(appId, environment.getEnvironmentVariables(), memory);
	const ports: Ports = {
		appPath: appPathOf(appId),
		transport: new HttpTransport(http, memory.of(pauses)),
		store: new PersistenceStore(read.getPersistenceReader(), persistence),
		appSettings: new AppSettings(environment, variables, memory),
		appSettingWriter: own.environmentWriter.getSettings(),
		serverSettings: new WorkspaceSettings(environment, own.environmentWriter.getServerSettings(), memory),
		environment: variables,
		directory: new UserDirectory(
			read.getUserReader(),
			(email) => ownerOfAddress(email, ports),
			() => modify.getUpdater().getUserUpdater(),
		),
		messenger: new AppMessenger(read, modify, appId),
		rooms: new WorkspaceRooms(read, modify),
		jobs: new AppJobs(modify),
		memory,
		form,
		now: () => Date.now(),
	};
	return ports;
}
