import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';

import { LoginError } from '../../../src/errors';
import { maximumBody } from '../../../src/ports/transport';
import type { HttpRequest, HttpResponse, Transport } from '../../../src/ports/transport';

/** The transport port on `node:http`, for plain http on loopback. Redirects are not followed. */
export const nodeTransport: Transport = {
	send: (request) => send(request),
};

/** The same without patience for one path, whose answer is slow on purpose. */
export function impatientFor(path: string): Transport {
	return { send: (request) => send(new URL(request.url).pathname === path ? { ...request, timeout: 100 } : request) };
}

function send({ method, url, headers = {}, body, timeout = 8000 }: HttpRequest): Promise<HttpResponse> {
	return new Promise((resolve, reject) => {
		const fail = (cause: unknown): void => {
			reject(cause instanceof LoginError ? cause : new LoginError('provider_unreachable', '', { cause }));
			outgoing.destroy();
		};
		const timer = setTimeout(() => fail(new LoginError('provider_timeout', `${timeout} ms`)), timeout);
		const outgoing = httpRequest(url, { method, headers: { ...headers, connection: 'close' } });
		outgoing.on('response', (incoming) => read(incoming).then(resolve, fail));
		outgoing.on('error', fail);
		outgoing.on('close', () => clearTimeout(timer));
		outgoing.end(body);
	});
}

async function read(incoming: IncomingMessage): Promise<HttpResponse> {
	incoming.setEncoding('utf8');
	let body = '';
	for await (const chunk of incoming) {
		body += chunk as string;
		if (body.length > maximumBody) {
			throw new LoginError('provider_answer_too_long', `longer than ${maximumBody} characters`);
		}
	}
	const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
	return { status: incoming.statusCode ?? 0, headers: Object.fromEntries(headers), body };
}
