import { startWorkspace } from './index';
import type { ProfileName, Workspace } from './index';
import { appPath, Client } from './testing/client';
import { buildProbeApp, PROBE_ID } from './testing/probeApp';
import './testing/quietEngine';
import { until } from './testing/until';

const APP = `/api/apps/${PROBE_ID}`;
const FORBIDDEN = {
	status: 403,
	body: { success: false, error: 'User does not have the permissions required for this action [error-unauthorized]' },
};

let workspace: Workspace;
let admin: Client;
let bob: Client;
let nobody: Client;

async function start(profile: ProfileName): Promise<Workspace> {
	const started = await startWorkspace({ profile, rateLimit: false });
	await started.installApp(await buildProbeApp());
	const client = await Client.admin(started);
	const fields = { name: 'Bob', email: 'bob@example.test', password: 'password' };
	await client.post('/api/v1/users.create', { username: 'bob', ...fields });
	return started;
}

beforeAll(async () => {
	workspace = await start('7.13');
	nobody = new Client(workspace);
	admin = await Client.admin(workspace);
	bob = await Client.signIn(workspace, 'bob', 'password');
});

afterAll(() => workspace.stop());

/** What the app has been told, under that name, since it was asked last. */
async function seen(what: string): Promise<unknown> {
	const code =
		'const all = app.seen.filter((each) => each.what === value).map((each) => each.value); app.seen.length = 0; return all;';
	return (await nobody.run(code, what)).value;
}

const ownValue = (id: string) => nobody.run('return read.getEnvironmentReader().getSettings().getValueById(value)', id);

describe('settings of an app', () => {
	it('are listed with their documents, without a value until one is set, and without hidden ones', async () => {
		const { body } = await admin.get(`${APP}/settings`);
		const { settings } = body as { settings: Record<string, object> };
		expect(Object.keys(settings)).toEqual(['text', 'secret', 'refused']);
		expect(settings.text).toMatchObject({ id: 'text', type: 'string', packageValue: 'first', i18nLabel: 'text' });
		expect(settings.text).not.toHaveProperty('value');
		expect(await bob.get(`${APP}/settings`)).toMatchObject(FORBIDDEN);
	});

	it('are replaced one at a time, and secrets come back in clear', async () => {
		const setting = { id: 'secret', type: 'password', value: 'client-secret' };
		expect(await admin.post(`${APP}/settings/secret`, { setting })).toMatchObject({
			status: 200,
			body: { success: true },
		});
		expect(await admin.get(`${APP}/settings/secret`)).toMatchObject({ body: { setting: { value: 'client-secret' } } });
		expect(await ownValue('secret')).toEqual({ value: 'client-secret' });
	});

	it('are replaced as a list, of which those that changed are told', async () => {
		await admin.post(`${APP}/settings/text`, { setting: { id: 'text', value: 'same' } });
		const settings = [
			{ id: 'text', value: 'same' },
			{ id: 'secret', value: 'new' },
			{ id: 'unknown', value: 1 },
		];
		expect((await admin.post(`${APP}/settings`, { settings })).body).toEqual({
			updated: [expect.objectContaining({ id: 'secret', value: 'new' })],
			success: true,
		});
	});

	it('lose their label and type when they are posted without', async () => {
		await admin.post(`${APP}/settings/text`, { setting: { id: 'text', value: 'bare' } });
		const { body } = await admin.get(`${APP}/settings/text`);
		expect((body as { setting: object }).setting).toEqual({ id: 'text', value: 'bare', updatedAt: expect.any(String) });
	});

	it('tell the app before and after, and keep what it rewrites', async () => {
		await seen('');
		await admin.post(`${APP}/settings`, { settings: [{ id: 'refused', value: 'tried' }] });
		expect(await seen('onPreSettingUpdate')).toEqual(['tried']);
		expect(await ownValue('refused')).toEqual({ value: 'kept' });
		await admin.post(`${APP}/settings/text`, { setting: { id: 'text', value: 'told' } });
		expect(await seen('onSettingUpdated')).toEqual(['told']);
	});

	it('are stored even where the app throws', async () => {
		await admin.post(`${APP}/settings/text`, { setting: { id: 'text', value: 'throw' } });
		expect(await ownValue('text')).toEqual({ value: 'throw' });
	});

	it('are written by the app itself, which hears of that too', async () => {
		await seen('');
		const code = "return app.getAccessors().environmentWriter.getSettings().updateValue('text', 'by the app')";
		await nobody.run(code);
		const told = await until(async () => {
			const values = (await seen('onSettingUpdated')) as unknown[];
			return values.length > 0 && values;
		});
		expect(told).toEqual(['by the app']);
		expect(await admin.get(`${APP}/settings/text`)).toMatchObject({ body: { setting: { value: 'by the app' } } });
	});

	it('are added later, and survive being disabled', async () => {
		const late = {
			id: 'late',
			type: 'string',
			packageValue: '',
			required: false,
			public: false,
			i18nLabel: 'Status: ',
		};
		await nobody.run('return app.extend.settings.provideSetting(value)', late);
		expect(await admin.get(`${APP}/settings/late`)).toMatchObject({ body: { setting: { i18nLabel: 'Status: ' } } });
		await admin.post(`${APP}/settings/late`, { setting: { ...late, value: 'kept' } });
		await nobody.run('return app.extend.settings.provideSetting(value)', { ...late, i18nLabel: 'Status: fine' });
		expect(await admin.get(`${APP}/settings/late`)).toMatchObject({
			body: { setting: { i18nLabel: 'Status: fine', value: 'kept' } },
		});
		await admin.post(`${APP}/status`, { status: 'manually_disabled' });
		await admin.post(`${APP}/status`, { status: 'manually_enabled' });
		expect(await admin.get(`${APP}/settings/late`)).toMatchObject({ body: { setting: { value: 'kept' } } });
	});

	it.each<[method: string, path: string, body: object | undefined, status: number, error: string]>([
		['GET', '/settings/unknown', undefined, 404, 'No Setting found on the App by the id of: "unknown"'],
		[
			'POST',
			'/settings/unknown',
			{ setting: { id: 'unknown' } },
			404,
			'No Setting found on the App by the id of: "unknown"',
		],
		['POST', '/settings/text', {}, 400, 'Setting to update to must be present on the posted body.'],
		['POST', '/settings', {}, 400, 'The settings to update must be present.'],
	])('%s %s %j is %i', async (method, path, body, status, error) => {
		expect(await admin.request(method, `${APP}${path}`, body)).toMatchObject({
			status,
			body: { success: false, error },
		});
	});
});

describe('apps', () => {
	it('are installed by an upload, updated and removed', async () => {
		const other = await startWorkspace({ rateLimit: false });
		const client = await Client.admin(other);
		const form = (): FormData => {
			const data = new FormData();
			data.set('app', new Blob([new Uint8Array(zip)]), 'app.zip');
			data.set('permissions', JSON.stringify([{ name: 'api' }]));
			return data;
		};
		const zip = await buildProbeApp();
		const installed = await client.post('/api/apps', form());
		expect(installed).toMatchObject({
			status: 200,
			body: { app: { id: PROBE_ID, status: 'manually_enabled' }, success: true },
		});
		const updated = await client.post(APP, form());
		expect(updated).toMatchObject({ status: 200, body: { app: { id: PROBE_ID, status: 'manually_enabled' } } });
		expect((await new Client(other).get(appPath('echo'))).status).toBe(200);
		expect(await client.get('/api/apps/installed')).toMatchObject({
			body: { apps: [{ id: PROBE_ID, private: true }] },
		});
		expect(await client.get(`${APP}/languages`)).toMatchObject({ body: { languages: { en: { greeting: 'Hello' } } } });
		expect(await client.get(`${APP}/apis`)).toMatchObject({
			body: {
				apis: expect.arrayContaining([expect.objectContaining({ path: 'echo', computedPath: appPath('echo') })]),
			},
		});
		expect((await client.request('DELETE', APP)).status).toBe(200);
		expect((await client.get(APP)).status).toBe(404);
		expect((await new Client(other).get(appPath('echo'))).status).toBe(404);
		expect(other.accounts.users.findByUsername('probe.bot')).toBeUndefined();
		await other.stop();
	});

	it.each<[profile: ProfileName, needsLicence: boolean]>([
		['9.0', true],
		['8.9', true],
		['8.3', true],
		['7.13', true],
		['7.7', true],
		['6.5', false],
	])('%s, without a licence for private apps: enables none -> %s', async (profile, needsLicence) => {
		const other = await startWorkspace({ profile, privateApps: false, rateLimit: false });
		const client = await Client.admin(other);
		const form = new FormData();
		form.set('app', new Blob([new Uint8Array(await buildProbeApp())]), 'app.zip');
		const installed = await client.post('/api/apps', form);
		const enabled = needsLicence && (await client.post(`${APP}/status`, { status: 'manually_enabled' }));
		const endpoint = await new Client(other).get(appPath('echo'));
		const updated = await client.post(APP, form);
		await other.stop();
		const refused = (error: string): object => ({ status: 400, body: { success: false, error } });
		const status = needsLicence ? 'initialized' : 'manually_enabled';
		expect(installed).toMatchObject({ status: 200, body: { app: { status }, success: true } });
		if (needsLicence) expect(enabled).toMatchObject(refused('license-prevented'));
		expect(endpoint.status).toBe(needsLicence ? 404 : 200);
		expect(updated).toMatchObject(needsLicence ? refused('Cannot_Update_Exempt_App') : { status: 200 });
	});

	it('are switched off and on, with their endpoints', async () => {
		await admin.post(`${APP}/status`, { status: 'manually_disabled' });
		expect(await admin.get(`${APP}/status`)).toMatchObject({ body: { status: 'manually_disabled' } });
		expect((await nobody.get(appPath('echo'))).status).toBe(404);
		await admin.post(`${APP}/status`, { status: 'manually_enabled' });
		expect((await nobody.get(appPath('echo'))).status).toBe(200);
	});

	it.each(['', '/settings', '/apis', '/status'])('are for admins: GET %s', async (path) => {
		expect(await bob.get(`${APP}${path}`)).toMatchObject(FORBIDDEN);
		expect((await nobody.get(`${APP}${path}`)).status).toBe(401);
	});

	it('want a file', async () => {
		const form = new FormData();
		form.set('permissions', '[]');
		expect(await admin.post('/api/apps', form)).toMatchObject({ status: 400, body: { error: 'app_file_error' } });
	});
});

describe('the log of an app', () => {
	const logs = async (client: Client): Promise<string> =>
		JSON.stringify((await client.get(`${APP}/logs?count=500`)).body);

	it('holds each request with cookies, query and body, for every signed-in user to read', async () => {
		await nobody.get(appPath('echo?code=the-code'), { Cookie: 'rc_token=the-cookie' });
		await nobody.post(appPath('echo'), { assertion: 'the-assertion' });
		const text = await logs(bob);
		for (const secret of ['the-code', 'the-cookie', 'the-assertion']) {
			expect(text).toContain(secret);
		}
		expect(JSON.stringify((await bob.get('/api/apps/logs?count=500')).body)).toContain('the-code');
		expect((await nobody.get(`${APP}/logs`)).status).toBe(401);
	});

	it('holds what onPreSettingUpdate gives back', async () => {
		await admin.post(`${APP}/settings/secret`, { setting: { id: 'secret', value: 'logged-secret' } });
		expect(await logs(bob)).toContain('logged-secret');
	});

	it('holds who ran a command, with its parameters', async () => {
		await bob.post('/api/v1/commands.run', { command: 'probe', params: 'the-parameter', roomId: 'GENERAL' });
		expect(await logs(bob)).toContain('the-parameter');
	});

	it('does not hold answers', async () => {
		await nobody.post(appPath('run'), { code: "return ['the', 'answer'].join('-')" });
		expect(await logs(bob)).not.toContain('the-answer');
	});

	it('holds nothing of a request whose endpoint empties it at once', async () => {
		await nobody.get(appPath('quiet?code=kept-quiet'));
		expect(await logs(bob)).not.toContain('kept-quiet');
	});

	it('is for admins on 6.5.3', async () => {
		const old = await start('6.5');
		expect(await (await Client.signIn(old, 'bob', 'password')).get(`${APP}/logs`)).toMatchObject(FORBIDDEN);
		expect((await (await Client.admin(old)).get(`${APP}/logs`)).status).toBe(200);
		await old.stop();
	});
});
