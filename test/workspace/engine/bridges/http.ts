import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { RequestOptions } from 'node:https';
import { createSecureContext, rootCertificates } from 'node:tls';
import type { ConnectionOptions, SecureContext } from 'node:tls';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { IHttpRequest, IHttpResponse } from '@rocket.chat/apps-engine/definition/accessors';
import type { Profile } from '../../profile';
import type { PrintCall } from '../../serverLog';
import type { BridgeMethods } from './define';

interface Call {
	appId: string;
	method: string;
	url: string;
	request: IHttpRequest;
}

interface Outgoing {
	method: string;
	headers: Record<string, string>;
	body?: string | Buffer;
	signal: AbortSignal;
	/** Accept any certificate. */
	insecure: boolean;
	trusted: SecureContext;
}

const DEFAULT_TIMEOUT = 180_000;
const MAX_REDIRECTS = 20;
const JSON_TYPES = ['application/json', 'text/javascript', 'application/javascript', 'application/x-javascript'];

/** What node-fetch throws. Not an Error with hidden fields: all of them travel to the app. */
class FetchError {
	constructor(
		readonly message: string,
		readonly type: string,
		readonly errno?: string,
		readonly code?: string,
	) {}
}

/** Requests for apps: redirects are followed, whatever the app says, and certificates checked (see `insecure`). */
export function httpBridge(profile: Profile, ca: string[], print: PrintCall): BridgeMethods {
	// Made once: reading the public certificates takes longer than the rest of a call.
	let trusted: SecureContext | undefined;
	return {
		call: async (call: Call): Promise<IHttpResponse | undefined> => {
			print(call.appId, call.method, call.url, call.request);
			try {
				trusted ??= createSecureContext({ ca: [...rootCertificates, ...ca] });
				return await perform(call, trusted);
			} catch (error) {
				if (profile.silentHttpFailures) {
					return undefined;
				}
				throw error;
			}
		},
	};
}

async function perform({ method, url: address, request }: Call, trusted: SecureContext): Promise<IHttpResponse> {
	const url = new URL(address);
	const signal = AbortSignal.timeout(request.timeout || DEFAULT_TIMEOUT);
	const outgoing: Outgoing = {
		method: method.toUpperCase(),
		...bodyAndHeaders(method.toUpperCase(), url, request),
		signal,
		// The names say the opposite: in core, the argument that they end up as is "allow self-signed certificates".
		insecure: request.strictSSL === false || request.rejectUnauthorized === true,
		trusted,
	};
	const response = await follow(url, outgoing);
	const content = await readBody(response, signal);
	const headers = Object.fromEntries(
		Object.entries(response.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
	);
	const answer = { url: address, method, statusCode: response.statusCode ?? 0, headers } as IHttpResponse;
	if (request.encoding === null) {
		return { ...answer, content: content as unknown as string };
	}
	const text = content.toString(request.encoding as BufferEncoding | undefined);
	return { ...answer, content: text, data: parseData(headers['content-type'] ?? '', text) };
}

/** Where `params` go depends on the method and on whether there is a body already. */
function bodyAndHeaders(method: string, url: URL, request: IHttpRequest): Pick<Outgoing, 'headers' | 'body'> {
	const headers: Record<string, string> = { ...request.headers };
	const params = Object.entries(request.params ?? {});
	const content: unknown = request.content || (typeof request.data === 'object' ? request.data : undefined);
	if (request.auth) {
		headers.Authorization = `Basic ${Buffer.from(request.auth, 'ascii').toString('base64')}`;
	}
	if (method === 'GET' || method === 'HEAD') {
		appendTo(url, params);
		return { headers };
	}
	if (!content) {
		if (!request.params) {
			return { headers };
		}
		return {
			headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams(params).toString(),
		};
	}
	appendTo(url, params);
	if (typeof content === 'string' || content instanceof Uint8Array) {
		return { headers, body: Buffer.from(content as string) };
	}
	return { headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(content) };
}

function appendTo(url: URL, params: [string, string][]): void {
	params.filter(([, value]) => value).forEach(([name, value]) => url.searchParams.append(name, value));
}

async function follow(start: URL, first: Outgoing): Promise<IncomingMessage> {
	let url = start;
	let outgoing = first;
	for (let redirects = 0; ; redirects++) {
		const response = await send(url, outgoing);
		const { location } = response.headers;
		if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined) {
			return response;
		}
		response.resume();
		if (redirects === MAX_REDIRECTS) {
			throw new FetchError(`maximum redirect reached at: ${url.href}`, 'max-redirect');
		}
		const target = new URL(location, url);
		outgoing = redirected(outgoing, response.statusCode ?? 0, target.host === url.host);
		url = target;
	}
}

/** Fetch's rules: a POST becomes a GET but for 307 and 308, and credentials stay with the host they were meant for. */
function redirected(outgoing: Outgoing, status: number, sameHost: boolean): Outgoing {
	const becomesGet = status === 303 || (status < 303 && outgoing.method === 'POST');
	const dropped = [...(becomesGet ? ['content-length', 'content-type'] : [])];
	if (!sameHost) {
		dropped.push('authorization', 'www-authenticate', 'cookie', 'cookie2');
	}
	const headers = Object.fromEntries(
		Object.entries(outgoing.headers).filter(([name]) => !dropped.includes(name.toLowerCase())),
	);
	return becomesGet ? { ...outgoing, method: 'GET', headers, body: undefined } : { ...outgoing, headers };
}

function send(url: URL, { method, headers, body, signal, insecure, trusted }: Outgoing): Promise<IncomingMessage> {
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw new TypeError('Only HTTP(S) protocols are supported');
	}
	return new Promise((resolve, reject) => {
		const options: RequestOptions & Pick<ConnectionOptions, 'secureContext'> = {
			method,
			headers: {
				Accept: '*/*',
				'Accept-Encoding': 'gzip,deflate,br',
				'User-Agent': 'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
				...headers,
				...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
			},
			signal,
			agent: false,
			secureContext: trusted,
			rejectUnauthorized: !insecure,
		};
		const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, resolve);
		request.on('error', (error) => reject(toFetchError(url, error, signal)));
		request.end(body);
	});
}

async function readBody(response: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of response) {
			chunks.push(chunk as Buffer);
		}
	} catch (error) {
		throw toFetchError(undefined, error as Error, signal);
	}
	return decode(Buffer.concat(chunks), response.headers['content-encoding']);
}

function decode(body: Buffer, encoding: string | undefined): Buffer {
	if (body.length === 0) {
		return body;
	}
	switch (encoding) {
		case 'gzip':
		case 'x-gzip':
			return gunzipSync(body);
		case 'deflate':
			return inflateSync(body);
		case 'br':
			return brotliDecompressSync(body);
		default:
			return body;
	}
}

function toFetchError(url: URL | undefined, error: NodeJS.ErrnoException, signal: AbortSignal): FetchError {
	if (signal.aborted) {
		return new FetchError('The user aborted a request.', 'aborted');
	}
	return new FetchError(
		`request to ${url?.href ?? 'the server'} failed, reason: ${error.message}`,
		'system',
		error.code,
		error.code,
	);
}

function parseData(contentType: string, text: string): unknown {
	if (!JSON_TYPES.includes((contentType.split(';')[0] ?? '').trim())) {
		return null;
	}
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
