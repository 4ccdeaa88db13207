import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiRequest } from '@rocket.chat/apps-engine/definition/api';
import { RequestMethod } from '@rocket.chat/apps-engine/definition/accessors';

import type { Call } from '../../../src/http/endpoint';
import type { Ports } from '../../../src/ports/ports';

/** A request as the server's parsers leave it: whatever is not given is empty. */
export const requestOf = (request: Partial<IApiRequest> = {}): IApiRequest => ({
	...{ method: RequestMethod.GET, headers: {}, query: {}, params: {}, content: {} },
	...request,
});

export class RecordingLogger {
	/** As in the runtime: a plain array until the call has ended. */
	readonly entries: unknown[] = [];

	debug(...args: unknown[]): void {
		this.entries.push(args);
	}

	warn(...args: unknown[]): void {
		this.entries.push(args);
	}

	get asLogger(): ILogger {
		return this as unknown as ILogger;
	}
}

/** One call of an endpoint, as a handler gets it. */
export const callOf = (request: Partial<IApiRequest>, ports: Ports, logger = new RecordingLogger()): Call => ({
	...{ request: requestOf(request), ports, silent: true, clientAddress: undefined },
	logger: () => logger.asLogger,
});
