import type { ProfileName } from './index';
import { profileNames, profileOf } from './profile';
import { ServerLog } from './serverLog';
import { appPath } from './testing/client';
import { PROBE_ID } from './testing/probeApp';
import './testing/quietEngine';
import { setScene, setSceneWithApp } from './testing/scene';
import type { Scene } from './testing/scene';

/*
 * What the server's own log has of a request, which its operators read. Of 9.0.0: read, and the level of these lines is
 * not known. Before: inferred. That entries of an app's log are printed at once was planned in 2026, for no release yet.
 */

const linesOf = ({ workspace }: Scene, kind: 'request' | 'app', part: string): string[] =>
	workspace.serverLog
		.text(kind)
		.split('\n')
		.filter((line) => line.includes(part));

const urlsOf = (scene: Scene, part: string): unknown[] =>
	linesOf(scene, 'request', part).map((line) => (JSON.parse(line) as { url: unknown }).url);

describe.each(profileNames.map((profile) => ({ profile })))('$profile', ({ profile }) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await setScene({ profile });
	});

	const isLogged = (path: string): string[] => (profile === '9.0' ? [path] : []);

	it('prints the requests of the REST interface, but not their bodies, headers and cookies', async () => {
		await scene.nobody.post('/api/v1/login?seen=rest', { user: 'bob', password: 'password' }, { cookie: 'a=secret' });
		const [line] = linesOf(scene, 'request', 'seen=rest');
		expect(JSON.parse(line!)).toEqual({
			...{ method: 'POST', url: '/api/v1/login?seen=rest', userAgent: 'node', status: 200 },
			host: new URL(scene.workspace.url).host,
		});
		const token = scene.bob.headers['X-Auth-Token']!;
		await scene.bob.get('/api/v1/me?seen=me');
		expect(linesOf(scene, 'request', 'seen=me')[0]).toContain(scene.bob.userId);
		expect(scene.workspace.serverLog.text()).not.toContain(token);
	});

	it('prints those of apps, and its own CAS path, from 9.0 on', async () => {
		await scene.nobody.get(`${appPath('echo')}?state=one`);
		await scene.nobody.get('/_cas/a-token');
		expect(urlsOf(scene, '/api/apps/')).toEqual(isLogged(`${appPath('echo')}?state=one`));
		expect(urlsOf(scene, '/_cas/')).toEqual(isLogged('/_cas/a-token'));
	});
});

it.each<[profile: ProfileName, query: string, printed: string]>([
	['8.9', 'access_token=a&code=b', 'access_token=a&code=b'],
	['9.0', 'code=a&state=b', 'code=[Redacted]&state=b'],
	['9.0', 'ACCESS_TOKEN=a&token=b&secret=c', 'ACCESS_TOKEN=[Redacted]&token=[Redacted]&secret=[Redacted]'],
	['9.0', 'ticket=a&service=b&attempt=c', 'ticket=a&service=b&attempt=c'],
	['9.0', 'oauth_token=a&oauth_verifier=b&id_token=c', 'oauth_token=a&oauth_verifier=b&id_token=c'],
])('%s prints ?%s as ?%s', async (profile, query, printed) => {
	const scene = await setScene({ profile });
	await scene.nobody.get(`/api/v1/info?${query}`);
	expect(urlsOf(scene, '/api/v1/info')).toEqual([`/api/v1/info?${printed}`]);
});

describe('entries of an app’s log', () => {
	it.each(['node', 'node-msgpack'] as const)(
		'%s: 9.0 has them at once, also those that the app removes',
		async (runtime) => {
			const scene = await setSceneWithApp({ profile: '9.0', runtime });
			const { workspace, nobody } = scene;
			await nobody.get(`${appPath('quiet')}?state=unseen&access_token=secret`, { authorization: 'a-header' });
			await nobody.post(appPath('echo'), { password: 'one', pass: 'two', other: 'three' }, { cookie: 'a=cookie' });
			expect(JSON.stringify(workspace.appLogs(PROBE_ID))).not.toContain('unseen');
			const [quiet] = linesOf(scene, 'app', "quiet's api:quiet:get is being executed...");
			expect(JSON.parse(quiet!)).toMatchObject({
				...{ appId: PROBE_ID, severity: 'debug', method: 'api:quiet:get' },
				args: [
					"quiet's api:quiet:get is being executed...",
					{
						query: { state: 'unseen', access_token: '[Redacted]' },
						headers: { authorization: '[Redacted]' },
					},
				],
			});
			const [echo] = linesOf(scene, 'app', "echo's api:echo:post is being executed...");
			expect(JSON.parse(echo!)).toMatchObject({
				args: [
					expect.any(String),
					{
						headers: { cookie: '[Redacted]' },
						content: { password: '[Redacted]', pass: '[Redacted]', other: 'three' },
					},
				],
			});
		},
	);

	it.each<[ProfileName, 'deno' | 'node']>([
		['9.0', 'deno'],
		['8.9', 'node'],
	])('%s in %s has them in the app’s log alone', async (profile, runtime) => {
		const scene = await setSceneWithApp({ profile, runtime });
		await scene.nobody.get(`${appPath('echo')}?state=noted`);
		expect(JSON.stringify(scene.workspace.appLogs(PROBE_ID))).toContain('noted');
		expect(scene.workspace.serverLog.text('app')).toBe('');
	});
});

it.each<[ProfileName, printed: string]>([
	['7.7', 'https://op.example/token?code=a&state=b'],
	['8.9', 'https://op.example/token?code=a&state=b'],
	['9.0', 'https://op.example/token?code=[Redacted]&state=b'],
])('%s prints the address of an app’s call, at the level of debug, as %s', (profile, url) => {
	const log = new ServerLog();
	log.calls(profileOf(profile), () => '1')('app', 'get', 'https://op.example/token?code=a&state=b', {});
	log.calls(profileOf(profile), () => '2')('app', 'get', 'https://op.example/token?code=a&state=b', {});
	expect(log.lines).toEqual([{ kind: 'call', line: { appId: 'app', method: 'get', url, request: {} } }]);
});
