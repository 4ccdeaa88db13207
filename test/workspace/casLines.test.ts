import { createStore } from './index';
import type { ProfileName } from './index';
import {
	alice,
	cas,
	INTERNAL,
	login,
	REASONLESS,
	signIn,
	start,
	UNAUTHORIZED,
	userOf,
	validate,
} from './testing/casScene';
import { appPath, Client } from './testing/client';
import { buildProbeApp } from './testing/probeApp';

describe('what differs between the lines', () => {
	it.each<[profile: ProfileName, base: string, path: RegExp]>([
		['7.13', '', /^\/cas\/proxyValidate\?ticket=ST-\d+&service=http%3A%2F%2Flocalhost%3A\d+%2F_cas%2Ftoken\d+$/],
		['7.7', '/', /^\/cas\/proxyValidate\?ticket=ST-\d+&service=http%3A%2F%2Flocalhost%3A\d+%2F_cas%2Ftoken\d+$/],
		['6.5', '', /^\/cas\/proxyValidate\?ticket=ST-\d+&service=http:\/\/localhost:\d+\/_cas\/token\d+$/],
		['6.5', '/', /^\/cas\/\/proxyValidate\?/],
	])('%s asks the CAS server with a base that ends with "%s"', async (profile, end, path) => {
		const workspace = await start(profile, { CAS_base_url: `${cas.url}${end}` });
		await validate(workspace, { user: 'okta:1' });
		expect(cas.requests.at(-1)?.url).toMatch(path);
		expect(Object.keys(cas.requests.at(-1)?.headers ?? {}).sort()).toEqual(['connection', 'host']);
	});

	it('asks /validate at version 1.0', async () => {
		const workspace = await start('7.13', { CAS_version: '1.0' });
		await validate(workspace, { user: 'okta:1' });
		expect(cas.requests.at(-1)?.url).toMatch(/^\/cas\/validate\?/);
	});

	it.each<[profile: ProfileName, token: object, status: number, body: object]>([
		['7.13', { $gt: '' }, 401, UNAUTHORIZED],
		['7.13', { $in: 5 }, 401, UNAUTHORIZED],
		['8.9', { $gt: '' }, 401, UNAUTHORIZED],
		['8.9', { $in: 5 }, 401, UNAUTHORIZED],
		['9.0', { $gt: '' }, 401, REASONLESS],
		['9.0', { $in: 5 }, 401, REASONLESS],
		['8.3', { $gt: '' }, 200, { status: 'success' }],
		['8.3', { $in: 5 }, 500, INTERNAL],
		['8.3', { $bad: 1 }, 500, INTERNAL],
		['7.7', { $gt: '' }, 200, { status: 'success' }],
		['7.7', { $ne: 'x' }, 200, { status: 'success' }],
		['7.7', { $in: 5 }, 500, INTERNAL],
		['7.7', { $bad: 1 }, 500, INTERNAL],
		['7.7', { $regex: '(' }, 500, INTERNAL],
		['6.5', { $gt: '' }, 200, { status: 'success' }],
		['6.5', { $ne: 'x' }, 200, { status: 'success' }],
		['6.5', { $in: 5 }, 401, { status: 'error', message: '$in needs an array' }],
	])('%s answers %j right after somebody signed in (CVE-2026-45688)', async (profile, token, status, body) => {
		const workspace = await start(profile);
		await signIn(workspace, 'okta:1', alice);
		expect(await login(workspace, token)).toMatchObject({ status, body });
	});

	it.each<[profile: ProfileName, user: string, username: string]>([
		['7.13', 'BOB', 'bob'],
		['7.13', '.*', '.*'],
		['9.0', '.*', '.*'],
		['8.9', '.*', '.*'],
		['8.3', '.*', 'rocket.cat'],
		['7.7', '.*', 'rocket.cat'],
		['6.5', '.*', 'rocket.cat'],
	])('%s with trusted usernames: "%s" -> %s', async (profile, user, username) => {
		const workspace = await start(profile, { CAS_trust_username: true });
		const account = userOf(workspace, await signIn(workspace, user));
		expect(account).toMatchObject({ username, services: { cas: { external_id: user } } });
	});

	it.each<[profile: ProfileName, status: number]>([
		['7.7', 500],
		['6.5', 401],
	])('%s with trusted usernames: what is no pattern -> %s', async (profile, status) => {
		const workspace = await start(profile, { CAS_trust_username: true });
		expect((await signIn(workspace, 'okta:(')).status).toBe(status);
	});

	it('trusts no username while the switch is off', async () => {
		const workspace = await start('7.13');
		expect((await signIn(workspace, 'bob')).status).toBe(401);
	});

	it.each<[profile: ProfileName, services: object]>([
		['7.13', { password: { exists: true } }],
		['6.5', { password: { bcrypt: expect.stringMatching(/^\$2b\$/) } }],
	])('%s puts %j into `me`', async (profile, services) => {
		const workspace = await start(profile);
		const { body } = await new Client(workspace).post('/api/v1/login', { user: 'bob', password: 'password' });
		expect(body).toMatchObject({ data: { me: { services } } });
	});

	it('lets a credential token go after a minute', async () => {
		const workspace = await start('7.13');
		const before = Date.now();
		const token = await validate(workspace, { user: 'okta:1', attributes: alice });
		const kept = workspace.store.credentialTokens.get(token);
		expect(kept?.expireAt).toBeGreaterThanOrEqual(before + 60_000);
		expect(kept?.expireAt).toBeLessThanOrEqual(Date.now() + 60_000);
		workspace.store.credentialTokens.set(token, { _id: token, userInfo: { username: 'okta:1' }, expireAt: Date.now() });
		expect((await login(workspace, token)).status).toBe(401);
	});

	it('creates channels that a rooms attribute names, which is why nothing from outside may', async () => {
		const workspace = await start('7.13', { CAS_Sync_User_Data_FieldMap: '{"rooms":"%rooms%"}' });
		await signIn(workspace, 'okta:1', { rooms: 'general,made-up' });
		expect(workspace.accounts.rooms.findByName('made-up')).toMatchObject({ t: 'c', u: { username: 'okta:1' } });
	});

	it('fails at a field map that is no JSON', async () => {
		const workspace = await start('7.13', { CAS_Sync_User_Data_FieldMap: '{' });
		expect(await signIn(workspace, 'okta:1')).toMatchObject({ status: 500, body: INTERNAL });
	});
});

it('lets the app be the CAS server, and go the whole way by itself, for many people at once', async () => {
	const workspace = await start('7.13');
	await workspace.installApp(await buildProbeApp());
	workspace.setSetting('CAS_base_url', `${workspace.tlsUrl}${appPath('cas')}`);
	const code = `
		const signIn = async (name) => {
			await http.get(value + '/_cas/token-' + name + '?ticket=' + name);
			const { statusCode, data } = await http.post(value + '/api/v1/login', { data: { cas: { credentialToken: 'token-' + name } } });
			return [statusCode, data.data && data.data.me.username];
		};
		return Promise.all(Array.from({ length: 20 }, (_, index) => signIn('person' + index)));
	`;
	expect(await new Client(workspace).run(code, workspace.url)).toEqual({
		value: Array.from({ length: 20 }, (_, index) => [200, `person${index}`]),
	});
});

it('has nobody but the bot, the admin and whom it creates', () => {
	expect([...createStore().users.keys()]).toEqual(['rocket.cat']);
});
