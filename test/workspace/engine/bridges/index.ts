import type { AppBridges } from '@rocket.chat/apps-engine/server/bridges';
import type { Users } from '../../accounts/users';
import type { Profile } from '../../profile';
import type { Rooms } from '../../rooms/rooms';
import type { Settings } from '../../settings';
import type { PrintCall } from '../../serverLog';
import type { Store } from '../../store';
import type { Engine } from '../load';
import type { Probe } from '../probe';
import type { AppApis } from './api';
import type { AppCommands } from './commands';
import { defineBridges } from './define';
import type { BridgeMethods } from './define';
import { emailBridge } from './email';
import { environmentBridge } from './environment';
import { httpBridge } from './http';
import { messageBridges } from './messages';
import { persistenceBridge } from './persistence';
import { roomBridge } from './rooms';
import type { Scheduler } from './scheduler';
import { serverSettingBridge } from './serverSettings';
import { userBridge } from './users';

export interface BridgeDependencies {
	store: Store;
	settings: Settings;
	profile: Profile;
	users: Users;
	rooms: Rooms;
	probe: Probe;
	apis: AppApis;
	commands: AppCommands;
	scheduler: Scheduler;
	env: Record<string, string | undefined>;
	/** Certificates that outgoing calls trust besides the public ones. */
	ca: string[];
	/** Told of each call that an app makes to another server. */
	printCall: PrintCall;
	/** Has permissions checked for this workspace while a call runs. */
	enter<Result>(call: () => Result): Result;
	/** Told of what other instances have to hear of. */
	activation: BridgeMethods;
	details: BridgeMethods;
}

export function createBridges(engine: Engine, dependencies: BridgeDependencies): AppBridges {
	const { store, settings, profile, users, rooms, probe, apis, commands, scheduler, env, ca } = dependencies;
	const usernamesOf = (roomId: string): string[] => {
		const room = rooms.findById(roomId);
		return room ? rooms.members(room).map((user) => user.username) : [];
	};
	return defineBridges(
		engine,
		{
			Api: apis.bridge,
			AppActivation: dependencies.activation,
			AppDetailChanges: dependencies.details,
			Command: commands.bridge,
			Email: emailBridge(store, settings),
			EnvironmentalVariable: environmentBridge(env, () => settings.get('Site_Url')),
			Http: httpBridge(profile, ca, dependencies.printCall),
			...messageBridges(store, users, rooms),
			Persistence: persistenceBridge(store),
			Room: roomBridge(rooms, users),
			Scheduler: scheduler.bridge,
			ServerSetting: serverSettingBridge(settings),
			User: userBridge(users, rooms),
		},
		{
			getListenerBridge: { messageEvent: async () => undefined, roomEvent: async () => undefined },
			getInternalBridge: {
				doGetUsernamesOfRoomById: async (roomId: string) => usernamesOf(roomId),
				doGetUsernamesOfRoomByIdSync: usernamesOf,
				doGetWorkspacePublicKey: async () => ({
					id: 'Cloud_Workspace_PublicKey',
					value: store.signingKeys.publicKey,
				}),
			},
			getInternalFederationBridge: {
				getPrivateKey: async () => store.signingKeys.privateKey,
				getPublicKey: async () => store.signingKeys.publicKey,
			},
		},
		{ probe, enter: dependencies.enter },
	);
}
