import type {
	IAppAccessors,
	IHttp,
	IHttpRequest,
	IHttpResponse,
	IPersistence,
	IPersistenceRead,
	IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import type { RocketChatAssociationRecord } from '@rocket.chat/apps-engine/definition/metadata';

import type { World } from './workspace';

/** The engine's persistence, with the answers that a real server was seen to give. */
export class EnginePersistence {
	private records: Array<{ id: string; json: string; keys: string[] }> = [];

	constructor(private readonly permitted = true) {}

	readonly reader = {
		readByAssociation: async (association: RocketChatAssociationRecord) =>
			this.permitted ? this.under(association).map(({ json }) => JSON.parse(json) as object) : null,
	} as unknown as IPersistenceRead;

	readonly writer = {
		createWithAssociations: async (data: object, associations: RocketChatAssociationRecord[]) => {
			if (!this.permitted) return null;
			const id = `r${this.records.length}`;
			this.records.push({ id, json: JSON.stringify(data), keys: associations.map((one) => one.getID()) });
			return id;
		},
		removeByAssociation: async (association: RocketChatAssociationRecord) => {
			const gone = this.under(association);
			this.records = this.records.filter((record) => !gone.includes(record));
			return gone.length > 0 ? gone : undefined;
		},
	} as unknown as IPersistence;

	private under(association: RocketChatAssociationRecord) {
		return this.records.filter(({ keys }) => keys.includes(association.getID()));
	}
}

/** Answers a call of `IHttp`, or throws what the server throws. */
export type HttpScript = (method: 'get' | 'post', url: string, options: IHttpRequest) => unknown;

export const engineHttp = (script: HttpScript): IHttp =>
	({
		get: async (url: string, options: IHttpRequest) => script('get', url, options) as IHttpResponse,
		post: async (url: string, options: IHttpRequest) => script('post', url, options) as IHttpResponse,
	}) as unknown as IHttp;

/** The accessors of a call in a workspace of the unit tests. */
export function engineOf(
	{ serverSettings, appSettings, core, transport }: World,
	persistence = new EnginePersistence(),
) {
	const valueOf = (settings: World['appSettings']) => ({
		getValueById: async (id: string) => settings.get(id),
		getOneById: async (id: string) => ({ id, value: await settings.get(id) }),
	});
	const environment = {
		getSettings: () => valueOf(appSettings),
		getServerSettings: () => valueOf(serverSettings),
		getEnvironmentVariables: () => ({ getValueByName: async () => null }),
	};
	const user = async (account: ReturnType<typeof core.byId>) => {
		const found = await account;
		return found ? { ...found, type: found.kind === 'person' ? 'user' : 'bot', isEnabled: found.active } : null;
	};
	const read = {
		getEnvironmentReader: () => environment,
		getPersistenceReader: () => persistence.reader,
		getUserReader: () => ({
			getById: (id: string) => user(core.byId(id)),
			getByUsername: (username: string) => user(core.byUsername(username)),
		}),
	} as unknown as IRead;
	const updater = { updateOne: ({ id, value }: { id: string; value: unknown }) => serverSettings.set(id, value) };
	const accessors = {
		environmentWriter: {
			getSettings: () => ({ updateValue: async () => undefined }),
			getServerSettings: () => updater,
		},
		reader: read,
	} as unknown as IAppAccessors;
	const http = engineHttp(async (method, url, options) => {
		const { status, body, headers } = await transport.send({
			...{ method: method === 'post' ? 'POST' : 'GET', url },
			...{ headers: options.headers, body: options.content },
		});
		return { statusCode: status, content: body, headers };
	});
	return { read, http, persistence: persistence.writer, accessors };
}
