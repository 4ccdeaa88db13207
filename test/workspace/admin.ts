import { readFileSync } from 'fs';
import * as path from 'path';

/** A workspace's admin at work: through the REST interface that the admin's pages use. */
export class Admin {
	private constructor(
		private readonly url: string,
		private readonly headers: Record<string, string>,
	) {}

	static async login(url: string, { username, password }: { username: string; password: string }): Promise<Admin> {
		const response = await fetch(`${url}/api/v1/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ user: username, password }),
		});
		if (response.status !== 200) throw new Error(`The admin can't log in: ${response.status} ${await response.text()}`);
		const { data } = (await response.json()) as { data: { userId: string; authToken: string } };
		return new Admin(url, { 'x-user-id': data.userId, 'x-auth-token': data.authToken });
	}

	/** Uploads a package and agrees to the permissions that it asks for. @returns the app's id */
	async install(zipFile: string, permissions: unknown): Promise<string> {
		const form = new FormData();
		form.append('app', new Blob([new Uint8Array(readFileSync(zipFile))]), path.basename(zipFile));
		form.append('permissions', JSON.stringify(permissions));
		const { app } = await this.call<{ app: { id: string; status: string } }>('POST', '/api/apps', form);
		if (!/enabled/.test(app.status)) throw new Error(`The app was installed, but is ${app.status}`);
		return app.id;
	}

	/** Fills in settings of an app: as the admin's form does, one after the other. */
	async configure(appId: string, values: Record<string, unknown>): Promise<void> {
		for (const [id, value] of Object.entries(values)) {
			const path = `/api/apps/${appId}/settings/${id}`;
			const { setting } = await this.call<{ setting: object }>('GET', path);
			await this.call('POST', path, JSON.stringify({ setting: { ...setting, value } }));
		}
	}

	async call<T = unknown>(method: string, path: string, body?: string | FormData): Promise<T> {
		const response = await fetch(this.url + path, {
			method,
			body,
			headers: { ...this.headers, ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}) },
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
		return JSON.parse(text) as T;
	}
}
