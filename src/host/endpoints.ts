import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type {
	IApiEndpoint,
	IApiEndpointInfo,
	IApiRequest,
	IApiResponse,
} from '@rocket.chat/apps-engine/definition/api';
import { ApiEndpoint } from '@rocket.chat/apps-engine/definition/api';
import type { IApp } from '@rocket.chat/apps-engine/definition/IApp';
import type { Call, Handler, Handlers } from '../http/endpoint';
import { methodNotAllowed, tellFailure } from '../http/failure';
import { isPlainHttp, withOwnNames, withPlainNames } from '../http/plainHttp';
import { clientAddress } from '../http/clientAddress';
import { tooManyRequests } from '../http/retryLater';
import { throttles } from '../http/throttle';
import { silence } from './log';
import type { Host } from './ports';
import { portsOf } from './ports';

/**
 * Methods that Node.js parses beside those of the engine's interface. The runtime looks the method's name up on the
 * endpoint and answers one that is not there with 500 and a text of its own (deno-runtime/handlers/api-handler.ts).
 */
const otherMethods = [
	...['acl', 'bind', 'checkout', 'copy', 'link', 'lock', 'm-search', 'merge', 'mkactivity', 'mkcalendar', 'mkcol'],
	...['move', 'notify', 'propfind', 'proppatch', 'purge', 'query', 'rebind', 'report', 'search', 'source', 'subscribe'],
	...['trace', 'unbind', 'unlink', 'unlock', 'unsubscribe'],
];

type Arguments = [IApiRequest, IApiEndpointInfo, IRead, IModify, IHttp, IPersistence];

/**
 * Makes public endpoints of handlers. They parse nothing and decide nothing: they keep the request out of the log, make
 * the ports, call the handler, and turn an error into a page.
 *
 * The handlers stay in this closure because the runtime sends an endpoint's own properties to the server; and the
 * methods belong to a class because newer engines call them on a stand-in whose `app` has the logger of the call.
 */
export function endpointsOf(app: IApp, host: Host, handlers: Handlers): IApiEndpoint[] {
	async function answer(
		caller: IApp,
		handler: Handler | undefined,
		[request, , read, modify, http, persistence]: Arguments,
	) {
		// First of all, and before any `await`.
		const silent = silence(caller);
		const ports = portsOf(host, { read, modify, http, persistence });
		const address = await clientAddress(request.headers, ports);
		const call: Call = { request, ports, logger: () => caller.getLogger(), silent, clientAddress: address };
		if (!(await isPlainHttp(ports.serverSettings))) return handle(handler, call);
		return withPlainNames(await handle(handler, { ...call, request: withOwnNames(request) }));
	}

	async function handle(handler: Handler | undefined, call: Call): Promise<IApiResponse> {
		try {
			const seconds = await throttled(handlers, call);
			if (seconds > 0) return await tooManyRequests(seconds, call, handlers.retry?.(call));
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
	async function throttled({ throttle = 'page', standing }: Handlers, call: Call): Promise<number> {
		const counted = (await standing?.(call)) ?? 'stranger';
		if (counted === 'uncounted') return 0;
		const { memory, now } = call.ports;
		const attempt = counted === 'stranger' ? undefined : counted.attempt;
		return memory.of(throttles)[throttle].take(call.clientAddress, now(), attempt);
	}

	for (const method of otherMethods) {
		Object.defineProperty(Endpoint.prototype, method, {
			value(this: Endpoint, ...call: Arguments): Promise<IApiResponse> {
				return answer(this.app, undefined, call);
			},
		});
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
