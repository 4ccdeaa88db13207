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
export async function get<Answer>(path: string): Promise<Answer> {
	return answerOf<Answer>(await fetch(path));
}

/** @throws RestError; TypeError when there was no answer */
export async function post<Answer>(path: string, body: unknown, credentials?: Credentials): Promise<Answer> {
	const headers: Record<string, string> = { 'Content-Type': 'application/json' };
	if (credentials) {
		headers['X-User-Id'] = credentials.userId;
		headers['X-Auth-Token'] = credentials.authToken;
	}
	return answerOf<Answer>(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
	const answer = await response.json().catch(() => ({}));
	if (response.ok) return answer;
	throw new RestError(response.status, String(answer.error ?? ''), String(answer.message ?? answer.error ?? ''));
}
