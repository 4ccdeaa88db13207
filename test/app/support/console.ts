import type { UserNotification } from '../../workspace/engine/bridges/messages';
import { Client } from '../../workspace/testing/client';
import type { Scene } from './scene';

/** An admin who types `/oauth-login …` and reads what only they are shown. */
export class Console {
	private readonly told: string[] = [];

	private constructor(private readonly admin: Client) {}

	static async open({ workspace }: Scene): Promise<Console> {
		const console = new Console(await Client.admin(workspace));
		workspace.store.events.on('notify-user', ({ userId, payload }: UserNotification) => {
			if (userId === console.admin.userId) console.told.push(String((payload as { msg?: unknown }).msg));
		});
		return console;
	}

	/** @returns what the app answered */
	async run(params: string): Promise<string> {
		this.told.length = 0;
		const { status } = await this.admin.post('/api/v1/commands.run', {
			...{ command: 'oauth-login', params, roomId: 'GENERAL' },
		});
		if (status !== 200) throw new Error(`/oauth-login ${params}: ${status}`);
		return this.told.join('\n');
	}
}
