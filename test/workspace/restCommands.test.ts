import type { Workspace } from './index';
import type { Answer, Client } from './testing/client';
import { PROBE_ID } from './testing/probeApp';
import './testing/quietEngine';
import { setSceneWithApp } from './testing/scene';
import { until } from './testing/until';

let workspace: Workspace;
let admin: Client;
let bob: Client;
let nobody: Client;

beforeAll(async () => {
	({ workspace, admin, bob, nobody } = await setSceneWithApp());
});

describe('slash commands', () => {
	const UNKNOWN = 'The command provided does not exist (or is disabled).';

	it('run for anybody in a room that is open to them, with their arguments', async () => {
		const params = 'a "b c" {"d":1}';
		const sent = { command: 'PROBE', params, roomId: 'GENERAL', triggerId: 'abc', tmid: 'def' };
		expect((await bob.post('/api/v1/commands.run', sent)).body).toEqual({ success: true });
		const { value } = await nobody.run("return app.seen.find((each) => each.what === 'command').value");
		expect(value).toMatchObject({
			sender: { id: bob.userId, username: 'bob', type: 'user', isEnabled: true },
			room: { id: 'GENERAL', type: 'c', slugifiedName: 'general' },
			arguments: ['a', 'b c', '{d:1}'],
			triggerId: 'abc',
			threadId: 'def',
		});
	});

	it.each<[body: object, status: number, error: string]>([
		[{ command: 'unknown', roomId: 'GENERAL' }, 400, UNKNOWN],
		[{ command: '/probe', roomId: 'GENERAL' }, 400, UNKNOWN],
		[{ command: 'probe' }, 400, "The room's id where to execute this command must be provided and be a string."],
		[
			{ command: 'probe', params: {}, roomId: 'GENERAL' },
			400,
			'The parameters for the command must be a single string.',
		],
		[{ command: 'probe', roomId: 'nowhere' }, 403, 'unauthorized'],
		[{ command: 'probe', params: 'throw', roomId: 'GENERAL' }, 400, 'The command failed'],
	])('%j is refused with %i', async (body, status, error) => {
		expect(await bob.post('/api/v1/commands.run', body)).toMatchObject({ status, body: { success: false, error } });
	});

	it('want a session, and an app that is enabled', async () => {
		expect((await nobody.post('/api/v1/commands.run', { command: 'probe', roomId: 'GENERAL' })).status).toBe(401);
		await admin.post(`/api/apps/${PROBE_ID}/status`, { status: 'manually_disabled' });
		expect(await bob.post('/api/v1/commands.run', { command: 'probe', roomId: 'GENERAL' })).toMatchObject({
			status: 400,
			body: { error: UNKNOWN },
		});
		await admin.post(`/api/apps/${PROBE_ID}/status`, { status: 'manually_enabled' });
	});

	it('do not run in a private group of others', async () => {
		const creator = workspace.accounts.users.findByUsername('admin')!;
		const group = workspace.accounts.rooms.create({ t: 'p', name: 'group', fname: 'Group', creator, members: [] });
		expect(await bob.post('/api/v1/commands.run', { command: 'probe', roomId: group._id })).toMatchObject({
			status: 403,
			body: { success: false, error: 'unauthorized' },
		});
	});

	it('run in direct messages', async () => {
		const own = await bob.post('/api/v1/im.create', { username: 'bob' });
		expect(own).toMatchObject({ status: 200, body: { room: { t: 'd', usernames: ['bob'] } } });
		const { rid } = (own.body as { room: { rid: string } }).room;
		expect((await bob.post('/api/v1/commands.run', { command: 'probe', roomId: rid })).status).toBe(200);
		const withBot = await bob.post('/api/v1/im.create', { username: 'probe.bot' });
		const ids = [bob.userId, workspace.accounts.users.findByUsername('probe.bot')?._id ?? ''].sort();
		expect(withBot).toMatchObject({ body: { room: { rid: ids.join('') } } });
		expect(await bob.post('/api/v1/im.create', { username: 'nobody' })).toMatchObject({
			status: 400,
			body: { errorType: 'error-invalid-user' },
		});
	});

	it('are listed with the keys of their texts', async () => {
		expect(await bob.get('/api/v1/commands.get?command=probe')).toMatchObject({
			body: {
				command: { command: 'probe', appId: PROBE_ID, params: `app-${PROBE_ID}.params`, providesPreview: false },
			},
		});
	});
});

describe('settings', () => {
	it('are public in part, and changed by admins', async () => {
		expect(await admin.post('/api/v1/settings/CAS_enabled', { value: true })).toMatchObject({
			status: 200,
			body: { success: true },
		});
		const { body } = await nobody.get('/api/v1/settings.public');
		const { settings } = body as { settings: { _id: string; value: unknown }[] };
		expect(settings).toContainEqual(expect.objectContaining({ _id: 'CAS_enabled', value: true }));
		expect(settings.map(({ _id }) => _id)).not.toContain('SMTP_Password');
		expect((await bob.post('/api/v1/settings/CAS_enabled', { value: false })).status).toBe(403);
		workspace.setSetting('CAS_enabled', false);
		expect(await nobody.get('/api/v1/settings.oauth')).toMatchObject({ body: { services: [] } });
	});

	it('become a service, and a script of the page, a while after they are changed', async () => {
		const change = (id: string, value: unknown): Promise<Answer> => admin.post(`/api/v1/settings/${id}`, { value });
		const services = async (): Promise<unknown> => {
			const { body } = await nobody.get('/api/v1/service.configurations');
			return (body as { configurations: { buttonLabelText: string }[] }).configurations.map(
				(each) => each.buttonLabelText,
			);
		};
		const scripts = async (): Promise<unknown> => {
			const [path] = /\/scripts_\w+\.js/.exec(String((await nobody.get('/home')).body)) ?? [];
			return (await nobody.get(path!)).body;
		};
		workspace.setSetting('CAS_enabled', false);
		await change('CAS_enabled', true);
		await change('CAS_button_label_text', 'Other');
		await change('Custom_Script_Logged_Out', 'changed()');
		expect(await services()).toEqual([]);
		expect(await scripts()).not.toContain('changed()');
		await until(async () => String(await scripts()).includes('changed()'));
		await until(async () => JSON.stringify(await services()) === '["Other"]');

		await change('CAS_enabled', false);
		await change('Custom_Script_Logged_Out', '');
		expect([await services(), await scripts()]).toEqual([['Other'], expect.stringContaining('changed()')]);
		await workspace.hurry();
		expect([await services(), await scripts()]).toEqual([[], expect.not.stringContaining('changed()')]);
	});

	it('has no endpoint that it has not', async () => {
		expect((await admin.get('/api/v1/nothing')).status).toBe(404);
	});
});
