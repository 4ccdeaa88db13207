import type { IHttp, IHttpResponse } from '@rocket.chat/apps-engine/definition/accessors';
import { LoginError } from '../errors';
import type { HttpRequest, HttpResponse, Transport } from '../ports/transport';
import { maximumBody } from '../ports/transport';
import { Pauses } from './pauses';

/** Milliseconds. The engine cuts a call of the app at 30 s, and a sign-in makes up to four of these. */
const defaultTimeout = 6_000;

const usualHeaders = {
	/** Some servers answer nobody who does not say who they are, GitHub's among them. */
	'user-agent': 'OAuth-Login for Rocket.Chat',
	/** What is asked is about one person, or has to be true now: a cache on the way keeps no answer (RFC 9111 §5.2.1.5). */
	'cache-control': 'no-store',
};

/**
 * `IHttp` as a {@link Transport}. Certificates are verified: `strictSSL` and `rejectUnauthorized` stay unset, because
 * both switch the check off on real servers. Redirects are followed by the server and can't be stopped from here.
 */
export class HttpTransport implements Transport {
	constructor(
		private readonly http: IHttp,
		private readonly pauses = new Pauses(),
		/** Milliseconds since 1970. */
		private readonly now = (): number => Date.now(),
	) {}

	async send(request: HttpRequest): Promise<HttpResponse> {
		return this.pauses.run(request.url, this.now, () => this.ask(request));
	}

	private async ask(request: HttpRequest): Promise<HttpResponse> {
		const options = {
			headers: { ...usualHeaders, ...request.headers },
			timeout: request.timeout ?? defaultTimeout,
			// Bytes, please: the server would also parse what is JSON, and a deeply nested one never gets to the app.
			encoding: null,
			...(request.body === undefined ? {} : { content: request.body }),
		};
		let response: IHttpResponse | undefined;
		try {
			response = await (request.method === 'POST'
				? this.http.post(request.url, options)
				: this.http.get(request.url, options));
		} catch (error) {
			throw failure(error, request.url);
		}
		// Up to 6.x a failed call answers nothing at all; so does a missing permission.
		if (!response) throw new LoginError('provider_unreachable', host(request.url));
		const headers = lowerCaseNames(response.headers);
		const body = decode(response.content, headers['content-type']);
		if (body === undefined) throw new LoginError('provider_answer_too_long', host(request.url));
		return { status: response.statusCode, headers, body };
	}
}

/**
 * What a server from 7.0 throws is not an Error but `{ error: { message, data: { code, type } } }`; the code is Node's
 * (ECONNREFUSED, ENOTFOUND, DEPTH_ZERO_SELF_SIGNED_CERT …).
 */
function failure(thrown: unknown, url: string): LoginError {
	const error = field(thrown, 'error') ?? thrown;
	const data = field(error, 'data');
	const message = String(field(error, 'message') ?? '');
	const code = field(data, 'code');
	if (field(data, 'type') === 'aborted' || timedOut.test(String(code ?? message))) {
		return new LoginError('provider_timeout', host(url));
	}
	const reason = code ?? reasons.exec(message)?.[0] ?? (broken.test(message) ? 'the connection broke' : undefined);
	return new LoginError('provider_unreachable', reason ? `${host(url)}: ${String(reason)}` : host(url));
}

/** `ETIMEDOUT`, "network timeout at: …"; "The user aborted a request" is the server's own time limit. */
const timedOut = /user aborted|timed? ?out/i;

/** What Node and node-fetch say of a connection that ended before the answer did, where no code comes with it. */
const broken = /: aborted\b|premature close|socket hang up/i;

/** Node's codes; and OpenSSL's sentences about certificates, for which some servers pass no code on. */
const reasons = new RegExp(
	[
		/\b(?:E[A-Z]{4,}|[A-Z]+_CERT[A-Z_]*|CERT_[A-Z_]+)\b/,
		/self[- ]signed certificate(?: in certificate chain)?|certificate has expired|certificate is not yet valid/,
		/unable to (?:verify the first|get (?:local )?issuer) certificate|does not match certificate's altnames/,
	]
		.map(({ source }) => source)
		.join('|'),
);

function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

const host = (url: string): string => new URL(url).host;

function lowerCaseNames(headers: IHttpResponse['headers']): Record<string, string> {
	return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** One for all: making one takes longer than most answers take to decode. */
const [decoder, strictDecoder] = [new TextDecoder(), new TextDecoder('utf-8', { fatal: true })];

/** UTF-8 is what JSON is in (RFC 8259 §8.1), whatever its type says; what is none is in what its type says. */
function textIn(bytes: Uint8Array, contentType = ''): string {
	try {
		return strictDecoder.decode(bytes);
	} catch {
		return decoderOf(/;\s*charset="?([\w.:-]{1,40})/i.exec(contentType)?.[1]).decode(bytes);
	}
}

function decoderOf(charset: string | undefined): typeof decoder {
	try {
		return charset === undefined ? decoder : new TextDecoder(charset);
	} catch {
		return decoder;
	}
}

/** As bytes, or as text where the server knows no other way. @returns undefined when it is too long to be honest */
function decode(content: unknown, contentType?: string): string | undefined {
	if (ArrayBuffer.isView(content)) {
		const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
		return bytes.length <= maximumBody ? textIn(bytes, contentType) : undefined;
	}
	const text = typeof content === 'string' ? content.replace(/^\ufeff/, '') : '';
	return text.length <= maximumBody ? text : undefined;
}
