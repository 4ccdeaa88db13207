import { LoginError } from '../errors';
import type { ErrorCode } from '../errors';
import { parseJsonObject } from '../values/json';
import type { JsonObject } from '../values/json';
import { notAnObject } from './providerFailure';
import type { Transport } from '../ports/transport';

/**
 * GETs a public JSON document. The content type is not looked at, only named when the content disappoints: what
 * counts is checked afterwards, by the caller.
 *
 * @throws LoginError `code`, whatever went wrong on the way.
 */
export async function fetchJson(url: string, transport: Transport, code: ErrorCode): Promise<JsonObject> {
	const response = await transport
		.send({ method: 'GET', url, headers: { accept: 'application/json' } })
		.catch((cause: unknown) => {
			throw new LoginError(code, `${url}: ${cause instanceof LoginError ? cause.message : 'no answer'}`, { cause });
		});
	if (response.status !== 200) {
		throw new LoginError(code, `${url}: HTTP ${response.status}`);
	}
	const document = parseJsonObject(response.body);
	if (!document) {
		throw new LoginError(code, `${url}: ${notAnObject(response)}`);
	}
	return document;
}
