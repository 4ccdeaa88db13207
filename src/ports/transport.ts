/**
 * HTTP as the protocol needs it. The one implementation on the Apps-Engine is `host/transport.ts`, over `IHttp`.
 */
export interface HttpRequest {
	readonly method: 'GET' | 'POST';
	/** Absolute; the query is part of it. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Milliseconds until `provider_timeout`. Default 6000. */
	readonly timeout?: number;
}

export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** As text; at most {@link maximumBody} characters, a longer one is refused by the transport. */
	readonly body: string;
}

export interface Transport {
	/**
	 * @throws LoginError `provider_timeout` when the answer did not come in time, `provider_unreachable` when no connection
	 * was made (name not found, refused, certificate not trusted) or it broke, `provider_answer_too_long` when the answer
	 * is longer than {@link maximumBody}.
	 */
	send(request: HttpRequest): Promise<HttpResponse>;
}

/** Characters. The largest honest answer is a JWKS of a few dozen kilobytes. */
export const maximumBody = 1_000_000;
