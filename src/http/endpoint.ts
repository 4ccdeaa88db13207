import type { IHttp, ILogger, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type {
	IApiEndpoint,
	IApiEndpointInfo,
	IApiRequest,
	IApiResponse,
} from '@rocket.chat/apps-engine/definition/api';
import { ApiEndpoint } from '@rocket.chat/apps-engine/definition/api';
import type { IApp } from '@rocket.chat/apps-engine/definition/IApp';
import { silence } from '../host/log';
import type { Memory } from '../host/memory';
import { portsOf } from '../host/ports';
import { methodNotAllowed, tellFailure } from './failure';
import { isPlainHttp, withOwnNames, withPlainNames } from './plainHttp';
import { clientAddress } from './respond';
import { tellTooOften } from './tellToWait';
import type { Ports } from '../ports/ports';

/** One call of an endpoint. */
export interface Call {
	readonly request: IApiRequest;
	readonly ports: Ports;
	/**
	 * Nothing of the request may go in there: any user of the workspace can read it. To be asked for anew each time: the
	 * one logger of an older engine is that of the latest call, and only what that one holds is stored.
	 */
	logger(): ILogger;
	/** Whether the request was kept out of the app's log. */
	readonly silent: boolean;
}

export type Handler = (call: Call) => Promise<IApiResponse>;

/** What an endpoint answers, by method; every other method is answered with 405. */
export interface Handlers {
	/** Below `/api/apps/public/<appId>/`; the last segment may be a parameter, `:name`. */
	readonly path: string;
	readonly get?: Handler;
	readonly post?: Handler;
	/** Path, like {@link path}, where "Try again" leads when the handler fails; without it there is none. */
	readonly retry?: (call: Call) => string | undefined;
	/** By what its requests are counted; without it, they are not. */
	readonly throttle?: keyof Memory['throttles'];
}

type Arguments = [IApiRequest, IApiEndpointInfo, IRead, IModify, IHttp, IPersistence];

/**
 * Makes public endpoints of handlers. They parse nothing and decide nothing: they keep the request out of the log, make
 * the ports, call the handler, and turn an error into a page.
 *
 * The handlers stay in this closure because the runtime sends an endpoint's own properties to the server; and the
 * methods belong to a class because newer engines call them on a stand-in whose `app` has the logger of the call.
 */
export function endpointsOf(app: IApp, memory: Memory, handlers: Handlers): IApiEndpoint[] {
	async function answer(
		caller: IApp,
		handler: Handler | undefined,
		[request, , read, modify, http, persistence]: Arguments,
	) {
		// First of all, and before any `await`.
		const silent = silence(caller);
		const ports = portsOf(app.getID(), app.getAccessors(), { read, modify, http, persistence }, memory);
		const call: Call = { request, ports, logger: () => caller.getLogger(), silent };
		if (!(await isPlainHttp(ports.serverSettings))) return handle(handler, call);
		return withPlainNames(await handle(handler, { ...call, request: withOwnNames(request) }));
	}

	async function handle(handler: Handler | undefined, call: Call): Promise<IApiResponse> {
		try {
			const seconds = throttled(handlers, call);
			if (seconds > 0) return await tellTooOften(seconds, call, handlers.retry?.(call));
			return await (handler ?? methodNotAllowed)(call);
		} catch (error) {
			return tellFailure(error, call, handlers.retry?.(call));
		}
	}

	class Endpoint extends ApiEndpoint {
		public override path = handlers.path;

		// The server answers a method that is not here with 500 and a text of its own.
		public get(...call: Arguments): Promise<IApiResponse> {
			return answer(this.app, handlers.get, call);
		}

		public post(...call: Arguments): Promise<IApiResponse> {
			return answer(this.app, handlers.post, call);
		}

		public put(...call: Arguments): Promise<IApiResponse> {
			return answer(this.app, undefined, call);
		}

		public delete(...call: Arguments): Promise<IApiResponse> {
			return answer(this.app, undefined, call);
		}

		public patch(...call: Arguments): Promise<IApiResponse> {
			return answer(this.app, undefined, call);
		}

		public head(...call: Arguments): Promise<IApiResponse> {
			return answer(this.app, undefined, call);
		}

		public options(...call: Arguments): Promise<IApiResponse> {
			return answer(this.app, undefined, call);
		}
	}

	/** @returns seconds; 0 for those who need not wait */
	function throttled({ throttle }: Handlers, { request, ports }: Call): number {
		return throttle ? memory.throttles[throttle].take(clientAddress(request.headers), ports.now()) : 0;
	}

	const [start, parameter] = handlers.path.split(':');
	if (start === undefined || parameter === undefined) return [new Endpoint(app)];

	/**
	 * Engines up to 1.59 split the name of a call, `api:login/:provider:get`, at every colon, and look for an endpoint
	 * `login/` with a method `provider` (deno-runtime/handlers/api-handler.ts). This is that endpoint.
	 */
	class SplitEndpoint extends Endpoint {
		public override path = start!;
	}
	Object.defineProperty(SplitEndpoint.prototype, parameter, {
		value(this: SplitEndpoint, ...call: Arguments): Promise<IApiResponse> {
			const method = String(call[0].method).toLowerCase();
			return answer(this.app, method === 'get' || method === 'post' ? handlers[method] : undefined, call);
		},
	});
	return [new Endpoint(app), new SplitEndpoint(app)];
}
