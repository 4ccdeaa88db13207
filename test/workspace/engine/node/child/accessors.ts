import { messageBuilder, roomBuilder, userBuilder } from './builders';
import type { Builder, Data } from './builders';
import { RocketChatAssociationModel, RoomType } from './definitions';

/** Asks the server for `bridges:<getter>:<method>`. @throws Error with the server's message, and nothing else of it */
export type CallBridge = (getter: string, method: string, ...parameters: unknown[]) => Promise<unknown>;

/** What an app has handed in, for the server to call by name. */
export interface Registered {
	endpoints: Map<string, Endpoint>;
	processors: Map<string, Processor>;
	commands: Map<string, Command>;
	/** What an app sees of its endpoints. */
	endpointMetadata: unknown[];
}

export type Endpoint = Data & { path: string; _availableMethods?: string[] };
export type Processor = Data & { id: string; processor(...parameters: unknown[]): unknown };
export type Command = Data & { command: string };

export type Accessors = ReturnType<typeof createAccessors>;

/** The server puts the app's id in its place. */
const OWN = 'APP_ID';
const HTTP_METHODS = ['get', 'post', 'put', 'delete', 'head', 'options', 'patch'];

/** The accessors of a process: the same ones for every call. Those that no app here uses are not there. */
export function createAccessors(call: CallBridge, registered: Registered, appId: string) {
	/** An accessor whose methods are those of a bridge, by the names in `methods`, with the app's id as last parameter. */
	const bridged = (getter: string, methods: Record<string, string>) =>
		Object.fromEntries(
			Object.entries(methods).map(([name, method]) => [
				name,
				(...parameters: unknown[]) => call(getter, method, ...parameters, OWN),
			]),
		);

	const users = bridged('getUserBridge', { getById: 'doGetById', getByUsername: 'doGetByUsername' });
	const getAppUser = (id: string = OWN): Promise<unknown> => call('getUserBridge', 'doGetAppUser', id);
	const userReader = { ...users, getAppUser };
	const roomReader = bridged('getRoomBridge', {
		getById: 'doGetById',
		getByName: 'doGetByName',
		getDirectByUsernames: 'doGetDirectByUsernames',
		getMembers: 'doGetMembers',
	});
	const messageReader = bridged('getMessageBridge', { getById: 'doGetById' });

	const readByAssociations = (associations: unknown[]): Promise<unknown> =>
		call('getPersistenceBridge', 'doReadByAssociations', associations, OWN);
	const persistenceReader = {
		...bridged('getPersistenceBridge', { read: 'doReadById' }),
		readByAssociation: (association: unknown) => readByAssociations([association]),
		readByAssociations,
	};

	const write = (method: string, ...parameters: unknown[]): Promise<unknown> =>
		call('getPersistenceBridge', method, ...parameters, OWN);
	const persistence = {
		create: (data: unknown) => write('doCreate', data),
		createWithAssociation: (data: unknown, one: unknown) => write('doCreateWithAssociations', data, [one]),
		createWithAssociations: (data: unknown, all: unknown[]) => write('doCreateWithAssociations', data, all),
		update: (id: string, data: unknown, upsert = false) => write('doUpdate', id, data, upsert),
		updateByAssociation: (one: unknown, data: unknown, upsert = false) =>
			write('doUpdateByAssociations', [one], data, upsert),
		updateByAssociations: (all: unknown[], data: unknown, upsert = false) =>
			write('doUpdateByAssociations', all, data, upsert),
		remove: (id: string) => write('doRemove', id),
		removeByAssociation: (one: unknown) => write('doRemoveByAssociations', [one]),
		removeByAssociations: (all: unknown[]) => write('doRemoveByAssociations', all),
	};

	const settingById = (id: string) => call('getAppResourceBridge', 'doGetSettingById', id, OWN);
	const settings = {
		getById: settingById,
		getValueById: valueOf(settingById, (id) => `Setting "${id}" does not exist.`),
	};
	const serverSettingById = (id: string) => call('getServerSettingBridge', 'doGetOneById', id, OWN);
	const serverSettings = {
		getOneById: serverSettingById,
		getValueById: valueOf(
			serverSettingById,
			(id) => `No Server Setting found, or it is unaccessible, by the id of "${id}".`,
		),
		...bridged('getServerSettingBridge', { isReadableById: 'doIsReadableById' }),
	};
	const environmentReader = {
		getSettings: () => settings,
		getServerSettings: () => serverSettings,
		getEnvironmentVariables: () =>
			bridged('getEnvironmentalVariableBridge', {
				getValueByName: 'doGetValueByName',
				isReadable: 'doIsReadable',
				isSet: 'doIsSet',
			}),
	};
	const environmentWriter = {
		getSettings: () =>
			bridged('getAppResourceBridge', {
				updateValue: 'doUpdateSettingValue',
				updateSelectOptions: 'doUpdateSettingSelectOptions',
			}),
		getServerSettings: () =>
			bridged('getServerSettingBridge', { updateOne: 'doUpdateOne', incrementValue: 'doIncrementValue' }),
	};

	const withSender = async (message: Data): Promise<Data> => {
		if (!(message.sender as { id?: string } | undefined)?.id) message.sender = await getAppUser();
		return message;
	};
	const notifier = {
		notifyUser: async (user: unknown, message: Data) => {
			await call('getMessageBridge', 'doNotifyUser', user, await withSender(message), OWN);
		},
		notifyRoom: async (room: unknown, message: Data) => {
			await call('getMessageBridge', 'doNotifyRoom', room, await withSender(message), OWN);
		},
		getMessageBuilder: () => messageBuilder(),
	};

	const jobId = (id: string): string => (id.includes(`_${appId}`) ? id : `${id}_${appId}`);
	const scheduler = {
		scheduleOnce: (job: Data & { id: string }) =>
			call('getSchedulerBridge', 'doScheduleOnce', { ...job, id: jobId(job.id) }, OWN),
		scheduleRecurring: (job: Data & { id: string }) =>
			call('getSchedulerBridge', 'doScheduleRecurring', { ...job, id: jobId(job.id) }, OWN),
		cancelJob: (id: string) => call('getSchedulerBridge', 'doCancelJob', jobId(id), OWN),
		cancelAllJobs: () => call('getSchedulerBridge', 'doCancelAllJobs', OWN),
	};

	const reader = {
		getEnvironmentReader: () => environmentReader,
		getMessageReader: () => messageReader,
		getPersistenceReader: () => persistenceReader,
		getRoomReader: () => roomReader,
		getUserReader: () => userReader,
		getNotifier: () => notifier,
	};

	const creator = {
		startMessage: (data?: Data) => messageBuilder(withoutId(data)),
		startRoom: (data?: Data) => roomBuilder(withoutId(data)),
		startBotUser: (data?: Data) => userBuilder(botData(data)),
		getEmailCreator: () => bridged('getEmailBridge', { send: 'doSendEmail' }),
		finish: async (builder: Builder): Promise<string> => {
			switch (builder.kind) {
				case RocketChatAssociationModel.MESSAGE: {
					const message = await withSender(withoutId(builder.getMessage?.() as Data)!);
					if (!message.sender) throw new Error('Invalid sender assigned to the message.');
					return String(await call('getMessageBridge', 'doCreate', message, OWN));
				}
				case RocketChatAssociationModel.ROOM: {
					const room = checkedRoom(withoutId(builder.getRoom?.() as Data)!, false);
					const members = builder.getMembersToBeAddedUsernames?.();
					return String(await call('getRoomBridge', 'doCreate', room, members, OWN));
				}
				case RocketChatAssociationModel.USER:
					return String(await call('getUserBridge', 'doCreate', builder.getUser?.(), OWN));
				default:
					throw new Error('Invalid builder passed to the ModifyCreator.finish function.');
			}
		},
	};

	const updateUser = (field: string) => (user: unknown, value: unknown) =>
		call('getUserBridge', 'doUpdate', user, { [field]: value }, OWN);
	const userUpdater = {
		updateName: updateUser('name'),
		updateBio: updateUser('bio'),
		updateCustomFields: updateUser('customFields'),
		...bridged('getUserBridge', { deactivate: 'doDeactivate' }),
	};
	const updater = {
		getUserUpdater: () => userUpdater,
		room: async (roomId: string) => roomBuilder((await call('getRoomBridge', 'doGetById', roomId, OWN)) as Data),
		finish: async (builder: Builder): Promise<void> => {
			if (builder.kind !== RocketChatAssociationModel.ROOM) {
				throw new Error('Invalid builder passed to the ModifyUpdater.finish function.');
			}
			const room = builder.getRoom?.() as Data;
			if (!room.id) throw new Error("Invalid room, can't update a room without an id.");
			checkedRoom(room, true);
			const changes = { id: room.id, ...(builder.getChanges?.() as Data) };
			await call('getRoomBridge', 'doUpdate', changes, builder.getMembersToBeAddedUsernames?.(), OWN);
		},
	};

	const modifier = {
		getCreator: () => creator,
		getUpdater: () => updater,
		getDeleter: () => ({
			deleteUsers: (id: string, type: string) => call('getUserBridge', 'doDeleteUsersCreatedByApp', id, type),
			removeUsersFromRoom: async (roomId: string, usernames: string[]) => {
				if (usernames.length > 50) {
					throw new Error('A maximum of 50 members can be removed in a single call');
				}
				return call('getRoomBridge', 'doRemoveUsers', roomId, usernames, OWN);
			},
		}),
		getNotifier: () => notifier,
		getScheduler: () => scheduler,
	};

	const send =
		(method: string) =>
		(url: string, options: Data = {}) =>
			call('getHttpBridge', 'doCall', { appId, method, url, request: { headers: {}, params: {}, ...options } });
	const http = {
		get: send('get'),
		post: send('post'),
		put: send('put'),
		patch: send('patch'),
		del: send('delete'),
	};

	const resource = (method: string, ...parameters: unknown[]): Promise<unknown> =>
		call('getAppResourceBridge', method, ...parameters, OWN);
	const configurationExtend = {
		settings: { provideSetting: (setting: unknown) => resource('doProvideSetting', setting) },
		api: {
			provideApi: async (api: Data & { endpoints: Endpoint[] }) => {
				for (const endpoint of api.endpoints) {
					endpoint._availableMethods = HTTP_METHODS.filter((method) => typeof endpoint[method] === 'function');
					registered.endpoints.set(endpoint.path, endpoint);
				}
				const answer = await resource('doProvideApi', api);
				void resource('doListApis').then(
					(metadata) => registered.endpointMetadata.push(...(metadata as unknown[])),
					() => undefined,
				);
				return answer;
			},
		},
		scheduler: {
			registerProcessors: (processors: Processor[] = []) => {
				for (const processor of processors) registered.processors.set(processor.id, processor);
				return resource('doRegisterProcessors', processors);
			},
		},
		slashCommands: {
			provideSlashCommand: (command: Command) => {
				registered.commands.set(command.command, command);
				return resource('doProvideSlashCommand', command);
			},
		},
	};

	const configurationModify = {
		scheduler,
		serverSettings: bridged('getServerSettingBridge', {
			modifySetting: 'doUpdateOne',
			incrementValue: 'doIncrementValue',
			hideGroup: 'doHideGroup',
			hideSetting: 'doHideSetting',
		}),
	};

	return {
		reader,
		modifier,
		http,
		persistence,
		environmentReader,
		configurationExtend,
		configurationModify,
		/** What the app is constructed with. */
		ofApp: {
			environmentReader,
			environmentWriter,
			reader,
			http,
			providedApiEndpoints: registered.endpointMetadata,
		},
	};
}

function valueOf(find: (id: string) => Promise<unknown>, missing: (id: string) => string) {
	return async (id: string): Promise<unknown> => {
		const setting = (await find(id)) as { value?: unknown; packageValue?: unknown } | null | undefined;
		if (!setting) throw new Error(missing(id));
		return setting.value ?? setting.packageValue;
	};
}

function withoutId(data: Data | undefined): Data | undefined {
	if (data) delete data.id;
	return data;
}

function botData(data: Data | undefined): Data | undefined {
	const roles = (data?.roles ?? []) as string[];
	if (roles.some((role) => ['admin', 'owner', 'moderator'].includes(role.toLocaleLowerCase()))) {
		throw new Error('Invalid role assigned to the user. Should not be admin, owner or moderator.');
	}
	return data && withoutId({ type: 'bot', ...data });
}

/** @throws where a room lacks what the engine asks for; to change a direct room, it needs a displayName too */
function checkedRoom(room: Data, isUpdate: boolean): Data {
	const { type, creator, slugifiedName, displayName } = room as {
		type?: string;
		creator?: { id?: string };
		slugifiedName?: string;
		displayName?: string;
	};
	if (!type) throw new Error('Invalid type assigned to the room.');
	if (!creator?.id) throw new Error('Invalid creator assigned to the room.');
	const isDirect = type === RoomType.DIRECT_MESSAGE;
	if ((!isDirect || isUpdate) && !slugifiedName?.trim()) {
		throw new Error('Invalid slugifiedName assigned to the room.');
	}
	if ((!isDirect || isUpdate) && !displayName?.trim()) throw new Error('Invalid displayName assigned to the room.');
	return room;
}
