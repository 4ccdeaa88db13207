import type { UserNotification } from '../workspace/engine/bridges/messages';
import { Client } from '../workspace/testing/client';
import { engines } from './support/engines';
import { Scene } from './support/scene';

/*
 * The slash command, run as a page or a person runs it, on the engines that servers in use have.
 */

describe.each(engines)('engine %s', (_version, engine) => {
	let scene: Scene;
	let reader: Client;
	const told: UserNotification[] = [];

	beforeAll(async () => {
		scene = await Scene.setUp({ workspace: { engineDir: engine } });
		const account = { username: 'reader', name: 'Reader', email: 'reader@workspace.example', password: 'pass-word' };
		await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
		reader = await Client.signIn(scene.workspace, 'reader', 'pass-word');
		scene.workspace.store.events.on('notify-user', (notification: UserNotification) => told.push(notification));
	});
	afterAll(() => scene.stop());

	test('whoever uses it, and nobody else, is told what they can use', async () => {
		const sent = { command: 'oauth-login', params: 'no-such-thing', roomId: 'GENERAL' };
		expect(await reader.post('/api/v1/commands.run', sent)).toMatchObject({ status: 200, body: { success: true } });
		expect(told).toEqual([
			expect.objectContaining({
				userId: reader.userId,
				payload: expect.objectContaining({
					rid: 'GENERAL',
					private: true,
					u: expect.objectContaining({ username: 'oauth-login.bot' }),
				}),
			}),
		]);
		const { body } = await reader.get('/api/v1/channels.history?roomId=GENERAL');
		expect(JSON.stringify(body)).not.toContain('oauth-login.bot');
	});

	test('a page is behind a button, as the client takes clicks on links, and the text has it, too', async () => {
		told.length = 0;
		await reader.post('/api/v1/commands.run', { command: 'oauth-login', params: 'connections', roomId: 'GENERAL' });
		const url = scene.url('connections');
		const appId = scene.appId;
		expect(told.map(({ payload }) => payload)).toMatchObject([
			{
				msg: expect.stringMatching(new RegExp(`^View and manage .*\n${url}$`)),
				blocks: [
					{ type: 'section', appId, text: { type: 'mrkdwn', text: expect.not.stringContaining(url) } },
					{ type: 'actions', appId, elements: [{ type: 'button', url, text: { text: 'Connected accounts' } }] },
				],
			},
		]);
	});

	test('what was typed is not in the log that everybody can read', async () => {
		const calls = ['zanzibar', '"zanzibar and more"', 'confirm zanzibar', ''].map((params) =>
			reader.post('/api/v1/commands.run', { command: 'oauth-login', params, roomId: 'GENERAL' }),
		);
		expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		const log = await reader.get(`/api/apps/${scene.appId}/logs?count=100000`);
		expect(log.status).toBe(200);
		const text = JSON.stringify(log.body);
		expect(text).toContain('slashcommand');
		expect(['zanzibar', 'reader@workspace.example'].filter((typed) => text.includes(typed))).toEqual([]);
	});
});
