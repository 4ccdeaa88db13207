import { Browser } from './browser';
import type { Scene } from './scene';

/** An ordinary user, who reads the app's log: on 7.x and 8.3 anybody can who is signed in. */
export class LogReader {
	private constructor(
		private readonly scene: Scene,
		private readonly session: Record<string, string>,
	) {}

	static async create(scene: Scene): Promise<LogReader> {
		const account = { username: 'reader', name: 'Reader', email: 'reader@workspace.example', password: 'pass-word' };
		await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
		const login = await new Browser().request(`${scene.workspace.url}/api/v1/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ user: 'reader', password: 'pass-word' }),
		});
		const { data } = JSON.parse(login.body) as { data: { userId: string; authToken: string } };
		return new LogReader(scene, { 'x-user-id': data.userId, 'x-auth-token': data.authToken });
	}

	/** Everything that the log has, as the engine wrote it. */
	async log(): Promise<string> {
		const url = `${this.scene.workspace.url}/api/apps/${this.scene.appId}/logs?count=100000`;
		const { status, body } = await new Browser().request(url, { headers: this.session });
		expect(status).toBe(200);
		return body;
	}
}
