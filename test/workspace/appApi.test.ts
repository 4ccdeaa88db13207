import { request } from 'node:http';
import { startWorkspace } from './index';
import type { ProfileName, Workspace } from './index';
import { appPath, Client } from './testing/client';
import type { Answer } from './testing/client';
import { buildProbeApp } from './testing/probeApp';
import './testing/quietEngine';

const NO_SCRIPTS = /script-src 'self' 'unsafe-eval' 'sha256-/;

let workspace: Workspace;
let nobody: Client;
let admin: Client;

async function start(profile: ProfileName, options = {}): Promise<Workspace> {
	const started = await startWorkspace({ profile, rateLimit: false, ...options });
	expect(await started.appStatus(await started.installApp(await buildProbeApp()))).toBe('manually_enabled');
	return started;
}

/** Has the app answer with `content`. */
function answer(content: unknown): Promise<Answer> {
	return nobody.post(appPath('answer'), content);
}

beforeAll(async () => {
	workspace = await start('9.0');
	nobody = new Client(workspace);
	admin = await Client.admin(workspace);
});

afterAll(() => workspace.stop());

describe('what an endpoint is given', () => {
	it('has all headers, cookies too, and the query as qs reads it', async () => {
		const { body } = await nobody.get(appPath('echo?a=1&a=2&b[c]=3&access_token=T'), {
			Cookie: 'rc_uid=u; rc_token=t',
			'X-Forwarded-For': '203.0.113.7',
		});
		expect(body).toEqual({
			method: 'get',
			headers: expect.objectContaining({
				cookie: 'rc_uid=u; rc_token=t',
				'x-forwarded-for': '203.0.113.7',
				host: new URL(workspace.url).host,
			}),
			query: { a: ['1', '2'], b: { c: '3' }, access_token: 'T' },
			params: {},
			content: {},
			// No user and no private hash: the Deno runtime gives null for both, the Node runtime leaves them out.
		});
	});

	it.each<[what: string, type: string, sent: string, content: unknown]>([
		['a form', 'application/x-www-form-urlencoded', 'a=1&a=2&b[c]=3', { a: ['1', '2'], 'b[c]': '3' }],
		['JSON', 'application/json', '{"a":[1]}', { a: [1] }],
		['text', 'text/plain', 'a=1', {}],
		['XML', 'application/xml', '<a/>', {}],
		['90 kB', 'application/json', JSON.stringify({ a: 'x'.repeat(90_000) }), { a: 'x'.repeat(90_000) }],
	])('reads %s', async (_what, type, sent, content) => {
		const answer = await nobody.request('POST', appPath('echo'), sent, { 'Content-Type': type });
		expect(answer).toMatchObject({ status: 200, body: { method: 'post', content } });
	});

	it.each<[what: string, sent: string, status: number]>([
		['malformed JSON', '{', 400],
		['JSON that is no object', '"text"', 400],
		['150 kB', JSON.stringify({ a: 'x'.repeat(150_000) }), 413],
	])('refuses %s', async (_what, sent, refusal) => {
		const path = appPath('echo');
		const { status, headers } = await nobody.request('POST', path, sent, { 'Content-Type': 'application/json' });
		expect(status).toBe(refusal);
		expect(headers.get('content-type')).toMatch('text/html');
	});

	it('knows the caller by headers that are valid, and by nothing else', async () => {
		const { 'X-User-Id': id = '', 'X-Auth-Token': token = '' } = admin.headers;
		const { body } = await admin.get(appPath('echo'));
		const { user } = body as { user: object };
		expect(user).toMatchObject({ id, username: 'admin', type: 'user', isEnabled: true, roles: ['user', 'admin'] });
		expect(user).not.toHaveProperty('services');
		const invalid: Record<string, string>[] = [
			{ 'X-User-Id': id, 'X-Auth-Token': 'bad' },
			{ Cookie: `rc_uid=${id}; rc_token=${token}` },
			{ Authorization: `Bearer ${token}` },
		];
		for (const headers of invalid) {
			const { body: echo } = await nobody.get(appPath('echo'), headers);
			expect(echo).toMatchObject({ method: 'get' });
			expect(echo).not.toHaveProperty('user');
			expect(await nobody.get(appPath('restricted'), headers)).toMatchObject({
				status: 401,
				body: 'Unauthorized',
			});
		}
		expect(await admin.get(appPath('restricted'))).toMatchObject({ status: 200, body: { username: 'admin' } });
	});

	it('takes several forms of path', async () => {
		expect((await nobody.get(appPath('parameter/x%2Fy'))).body).toEqual({ id: 'x/y' });
		expect((await nobody.get(appPath('unknown'))).status).toBe(404);
		expect((await nobody.get('/api/apps/public/00000000-0000-4000-8000-000000000000/echo')).status).toBe(404);
	});
});

describe('what an endpoint answers', () => {
	it('is given the default headers', async () => {
		const { headers } = await answer({ status: 200, content: 'text' });
		expect(headers.get('content-security-policy')).toMatch(NO_SCRIPTS);
		expect(headers.get('x-frame-options')).toBe('sameorigin');
		expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(headers.has('access-control-allow-origin')).toBe(false);
	});

	it('has headers of its own instead, and several of one name', async () => {
		const { headers } = await answer({
			status: 200,
			headers: {
				'Content-Security-Policy': "default-src 'none'",
				'X-Frame-Options': 'DENY',
				'Referrer-Policy': 'no-referrer',
				'Cache-Control': 'no-store',
				'Set-Cookie': ['a=1; Path=/', 'b=2; Path=/'],
			},
		});
		expect(headers.get('content-security-policy')).toBe("default-src 'none'");
		expect(headers.get('x-frame-options')).toBe('DENY');
		expect(headers.get('referrer-policy')).toBe('no-referrer');
		expect(headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
	});

	it.each<[what: string, sent: object, status: number, body: unknown]>([
		['an object', { status: 200, content: { a: 1 } }, 200, { a: 1 }],
		['no content', { status: 204 }, 204, ''],
		['a redirect', { status: 302, headers: { Location: '/home' } }, 302, ''],
		['3 MB', { status: 200, characters: 3_000_000 }, 200, 'x'.repeat(3_000_000)],
		['bytes', { status: 200, bytes: [104, 105] }, 200, 'hi'],
		['no status', { content: 'a' }, 500, 'Invalid status code: undefined'],
		[
			'a line break in a header',
			{ status: 200, headers: { 'X-A': 'a\r\nSet-Cookie: b=1' } },
			500,
			'Invalid character in header content ["X-A"]',
		],
	])('may be %s', async (_what, sent, status, body) => {
		const actual = await answer(sent);
		expect(actual.status).toBe(status);
		expect(actual.body).toEqual(body);
		expect(actual.headers.getSetCookie()).toEqual([]);
	});

	it.each<[what: string, method: string, path: string, body: unknown]>([
		['an Error', 'GET', 'throw', 'Something broke'],
		['a throw that is no Error', 'GET', 'throw?plain', 'Internal server error'],
		['nothing', 'GET', 'undefined', expect.stringMatching(/^Cannot destructure property 'status' of/)],
		['a method that is not there', 'POST', 'get-only', "get-only's post not exists"],
		['a method that is not there', 'PUT', 'get-only', "get-only's put not exists"],
		['a method that is not there', 'OPTIONS', 'get-only', "get-only's options not exists"],
	])('is 500 for %s (%s %s)', async (_what, method, path, body) => {
		expect(await nobody.request(method, appPath(path))).toMatchObject({ status: 500, body });
	});

	it('is 500 for HEAD where the method is not there', async () => {
		expect((await nobody.request('HEAD', appPath('get-only'))).status).toBe(500);
	});
});

describe('what differs between the lines', () => {
	it('6.5 lets any origin read, and takes larger bodies', async () => {
		const old = await start('6.5');
		const { headers } = await new Client(old).get(appPath('echo'));
		expect(headers.get('access-control-allow-origin')).toBe('*');
		expect((await new Client(old).post(appPath('echo'), { a: 'x'.repeat(150_000) })).status).toBe(200);
		await old.stop();
	});

	it('8.3 reads forms as qs does', async () => {
		const older = await start('8.3');
		const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
		expect(await new Client(older).request('POST', appPath('echo'), 'a=1&a=2&b[c]=3', form)).toMatchObject({
			body: { content: { a: ['1', '2'], b: { c: '3' } } },
		});
		await older.stop();
	});

	it('7.7 has no paths with parameters, as engines before 1.60 have none', async () => {
		const broken = await start('7.7');
		expect(await new Client(broken).get(appPath('parameter/1'))).toMatchObject({
			status: 500,
			body: 'Endpoint parameter/ not found',
		});
		await broken.stop();
	});
});

it('serves the same on the TLS twin, with the certificate in the file', async () => {
	const { readFileSync } = await import('node:fs');
	const { get } = await import('node:https');
	const status = await new Promise((resolve, reject) => {
		get(`${workspace.tlsUrl}${appPath('echo')}`, { ca: readFileSync(workspace.ca) }, (response) => {
			response.resume();
			resolve(response.statusCode);
		}).on('error', reject);
	});
	expect(status).toBe(200);
});

it('cuts an app that says nothing, and answers for it', async () => {
	process.env.APPS_ENGINE_RUNTIME_TIMEOUT = '5000';
	const impatient = await start('9.0');
	delete process.env.APPS_ENGINE_RUNTIME_TIMEOUT;
	const { status, body } = await new Client(impatient).get(appPath('silent'));
	expect(status).toBe(500);
	expect(body).toMatch(/for method "api:silent:get" timed out after 5000ms$/);
	await impatient.stop();
});

it('hands on a request line as it is', async () => {
	const status = await new Promise((resolve, reject) => {
		const { hostname, port } = new URL(workspace.url);
		request({ hostname, port, path: appPath('echo?%E0%A4%A'), method: 'GET' }, (response) => {
			response.resume();
			resolve(response.statusCode);
		})
			.on('error', reject)
			.end();
	});
	expect(status).toBe(200);
});
