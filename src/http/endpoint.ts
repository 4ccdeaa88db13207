import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { Ports } from '../ports/ports';
import type { Standing, throttles } from './throttle';

/** One call of an endpoint. */
export interface Call {
	readonly request: IApiRequest;
	readonly ports: Ports;
	/**
	 * Nothing of the request may go in there: any user of the workspace can read it. To be asked for again each time: the
	 * one logger of an older engine is that of the latest call, and only what that one holds is stored.
	 */
	logger(): ILogger;
	/** Of the client, as the workspace counts it; undefined where it is not to be seen. */
	readonly clientAddress: string | undefined;
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
	/**
	 * Path, like {@link path}, where "Try again" or "Open the page again" leads when the handler fails. Without it, these are
	 * offered only where the error names its provider.
	 */
	readonly retry?: (call: Call) => string | undefined;
	/** By what its requests are counted. Default `page`. */
	readonly throttle?: keyof ReturnType<typeof throttles>;
	/** Among whom a request counts; without it, among strangers. */
	readonly standing?: (call: Call) => Promise<Standing>;
}
