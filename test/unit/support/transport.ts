import { LoginError } from '../../../src/errors';
import type { HttpRequest, HttpResponse, Transport } from '../../../src/ports/transport';

export type Answer = Partial<Omit<HttpResponse, 'body'>> & { readonly body?: unknown };

/** A transport whose other end is a function; what is not a text is sent as JSON. Remembers what it was asked. */
export class ScriptedTransport implements Transport {
	readonly requests: HttpRequest[] = [];

	constructor(private readonly script: (request: HttpRequest, url: URL) => Answer | Promise<Answer>) {}

	async send(request: HttpRequest): Promise<HttpResponse> {
		this.requests.push(request);
		const { status = 200, headers = {}, body = '' } = await this.script(request, new URL(request.url));
		return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
	}

	/** Method and path of each request, without what changes each time. */
	get calls(): string[] {
		return this.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
	}
}

/** What the transport says of an address where nobody answers. */
export function nobodyAnswers(url: URL): never {
	throw new LoginError('provider_unreachable', `${url.host}: ECONNREFUSED`);
}
