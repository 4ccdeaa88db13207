/** An answer of the REST API that is not a success. */
export class RestError extends Error {
	constructor(
		readonly status: number,
		/** Core's error id, such as `totp-required`; empty where it gave none. */
		readonly id: string,
		message: string,
	) {
		super(message);
	}
}

export interface Credentials {
	readonly userId: string;
	readonly authToken: string;
}

/** @throws RestError; TypeError when there was no answer */
export async function get<Answer>(path: string, credentials?: Credentials): Promise<Answer> {
	return answerOf<Answer>(await fetch(path, { headers: headersOf(credentials) }));
}

/** @throws RestError; TypeError when there was no answer */
export async function post<Answer>(path: string, body: unknown, credentials?: Credentials): Promise<Answer> {
	const headers = { 'Content-Type': 'application/json', ...headersOf(credentials) };
	return answerOf<Answer>(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

const headersOf = (credentials?: Credentials): Record<string, string> =>
	credentials ? { 'X-User-Id': credentials.userId, 'X-Auth-Token': credentials.authToken } : {};

async function answerOf<Answer>(response: Response): Promise<Answer> {
	const answer = await response.json().catch(() => ({}));
	if (response.ok) return answer;
	throw new RestError(response.status, String(answer.error ?? ''), String(answer.message ?? answer.error ?? ''));
}
