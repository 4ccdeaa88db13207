import { PROBE_ID } from './probeApp';
import type { Workspace } from '../index';

export interface Answer {
	status: number;
	body: unknown;
	headers: Headers;
}

/** What the probe app's code came to. */
export interface Outcome {
	value?: unknown;
	thrown?: { isError: boolean; text: string; message: unknown; fields: unknown };
}

/** Calls a workspace as one person, or as nobody. */
export class Client {
	constructor(
		readonly workspace: Pick<Workspace, 'url'>,
		readonly headers: Record<string, string> = {},
	) {}

	static async signIn(workspace: Pick<Workspace, 'url'>, user: string, password: string): Promise<Client> {
		const anonymous = new Client(workspace);
		const { body } = await anonymous.post('/api/v1/login', { user, password });
		const { data } = body as { data: { userId: string; authToken: string } };
		return new Client(workspace, { 'X-User-Id': data.userId, 'X-Auth-Token': data.authToken });
	}

	static admin(workspace: Pick<Workspace, 'url' | 'admin'>): Promise<Client> {
		return Client.signIn(workspace, workspace.admin.username, workspace.admin.password);
	}

	get userId(): string {
		return this.headers['X-User-Id'] ?? '';
	}

	get(path: string, headers?: Record<string, string>): Promise<Answer> {
		return this.request('GET', path, undefined, headers);
	}

	post(path: string, body: unknown = {}, headers?: Record<string, string>): Promise<Answer> {
		return this.request('POST', path, body, headers);
	}

	async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
		const response = await fetch(`${this.workspace.url}${path}`, {
			method,
			redirect: 'manual',
			headers: {
				...(body !== undefined && !(body instanceof FormData) && { 'Content-Type': 'application/json' }),
				...this.headers,
				...headers,
			},
			...(body !== undefined && {
				body: body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body),
			}),
		});
		const text = await response.text();
		return { status: response.status, body: parse(text), headers: response.headers };
	}

	/** Has the probe app run code, with `read`, `modify`, `http`, `persistence`, `app` and `value` in its scope. */
	async run(code: string, value?: unknown): Promise<Outcome> {
		const { body } = await this.post(appPath('run'), { code, value });
		return body as Outcome;
	}
}

export function appPath(path: string, appId = PROBE_ID): string {
	return `/api/apps/public/${appId}/${path}`;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
