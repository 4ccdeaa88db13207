import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiEndpointInfo, IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { ApiEndpoint } from '@rocket.chat/apps-engine/definition/api';

type Code = (context: object) => Promise<unknown>;

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
	name: string,
	code: string,
) => Code;

/** Runs the code that it is sent with the accessors in scope, and tells what came of it. */
export class Run extends ApiEndpoint {
	public override path = 'run';

	public async post(
		request: IApiRequest,
		_endpoint: IApiEndpointInfo,
		read: IRead,
		modify: IModify,
		http: IHttp,
		persistence: IPersistence,
	): Promise<IApiResponse> {
		const { code, value } = request.content as { code: string; value: unknown };
		const context = { read, modify, http, persistence, app: this.app, value };
		try {
			const scope = `const { read, modify, http, persistence, app, value } = context; ${code}`;
			return this.json({
				status: 200,
				content: { value: describe(await new AsyncFunction('context', scope)(context)) },
			});
		} catch (error) {
			const { message } = error as { message?: unknown };
			const thrown = { isError: error instanceof Error, text: String(error), message, fields: error };
			return this.json({ status: 200, content: { thrown } });
		}
	}
}

/** So that undefined and null can be told apart from outside. */
function describe(value: unknown): unknown {
	return value === undefined ? 'undefined' : value;
}

/** Shows the request as it arrived. */
export class Echo extends ApiEndpoint {
	public override path = 'echo';

	public async get(request: IApiRequest): Promise<IApiResponse> {
		return this.json({ status: 200, content: request });
	}

	public async post(request: IApiRequest): Promise<IApiResponse> {
		return this.json({ status: 200, content: request });
	}
}

/** A CAS server that takes the ticket for the user's name. */
export class CasValidation extends ApiEndpoint {
	public override path = 'cas/proxyValidate';

	public async get(request: IApiRequest): Promise<IApiResponse> {
		const user = `<cas:user>${String(request.query.ticket)}</cas:user>`;
		return this.success(`<cas:authenticationSuccess>${user}</cas:authenticationSuccess>`);
	}
}

/** Answers with what the request's body says, with content of so many characters, or of these bytes. */
export class Answer extends ApiEndpoint {
	public override path = 'answer';

	public async post({ content }: IApiRequest): Promise<IApiResponse> {
		const { characters, bytes, ...response } = content as IApiResponse & { characters?: number; bytes?: number[] };
		if (characters !== undefined) {
			return { ...response, content: 'x'.repeat(characters) };
		}
		return bytes ? { ...response, content: Buffer.from(bytes) } : response;
	}
}

export class GetOnly extends ApiEndpoint {
	public override path = 'get-only';

	public async get(): Promise<IApiResponse> {
		return this.success('got');
	}
}

export class Parameter extends ApiEndpoint {
	public override path = 'parameter/:id';

	public async get(request: IApiRequest): Promise<IApiResponse> {
		return this.json({ status: 200, content: request.params });
	}
}

/** Empties its own log before anything else, so that nothing of the request is kept. */
export class Quiet extends ApiEndpoint {
	public override path = 'quiet';

	public async get(): Promise<IApiResponse> {
		const { entries } = this.app.getLogger() as unknown as { entries: unknown[] };
		entries.length = 0;
		return this.success();
	}
}

export class Restricted extends ApiEndpoint {
	public override path = 'restricted';
	public authRequired = true;

	public async get(request: IApiRequest): Promise<IApiResponse> {
		return this.json({ status: 200, content: request.user });
	}
}

/** Throws an Error, or something that is none. */
export class Throw extends ApiEndpoint {
	public override path = 'throw';

	public async get(request: IApiRequest): Promise<IApiResponse> {
		throw request.query.plain === undefined ? new Error('Something broke') : { reason: 'no Error' };
	}
}

export class Undefined extends ApiEndpoint {
	public override path = 'undefined';

	public async get(): Promise<IApiResponse> {
		return undefined as unknown as IApiResponse;
	}
}

/** Says nothing for a while. */
export class Silent extends ApiEndpoint {
	public override path = 'silent';

	public async get(): Promise<IApiResponse> {
		await new Promise((resolve) => setTimeout(resolve, 120_000));
		return this.success();
	}
}
