import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { IApp } from '@rocket.chat/apps-engine/definition/IApp';
import { endpointsOf } from '../../../src/host/endpoints';
import { ProcessMemory } from '../../../src/host/memory';
import type { Handlers } from '../../../src/http/endpoint';
import { RecordingLogger, requestOf } from './call';
import { engineOf } from './engine';
import { appPath } from './ports';
import { readyWorkspace } from './workspace';

/** Asks endpoints by GET, as the engine calls them; all of them in one process, in one workspace. */
export function asking(): (handlers: Handlers, request: Partial<IApiRequest>) => Promise<IApiResponse> {
	const world = readyWorkspace();
	const { read, http, persistence, accessors } = engineOf(world);
	const logger = new RecordingLogger();
	const app = { getLogger: () => logger, getID: () => 'an-app', getAccessors: () => accessors } as unknown as IApp;
	const appId = appPath.split('/').pop()!;
	const host = { appId, own: accessors, memory: new ProcessMemory(), form: world.ports.form };
	return (handlers, request) => {
		const [endpoint] = endpointsOf(app, host, handlers);
		return endpoint!.get!(requestOf(request), {} as never, read, {} as never, http, persistence);
	};
}

/** What the endpoint of some handlers answers to a GET, in a process of its own. */
export const answerOf = (handlers: Handlers, request: Partial<IApiRequest>): Promise<IApiResponse> =>
	asking()(handlers, request);

/** The lines of `Set-Cookie`. */
export const cookiesOf = ({ headers }: IApiResponse): readonly string[] =>
	((headers as Record<string, unknown> | undefined)?.['set-cookie'] ?? []) as readonly string[];
