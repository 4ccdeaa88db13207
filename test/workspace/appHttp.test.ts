import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Workspace } from './index';
import { startCasServer } from './testing/casServer';
import type { CasServer } from './testing/casServer';
import type { Client } from './testing/client';
import { PROBE_ID } from './testing/probeApp';
import './testing/quietEngine';
import { setSceneWithApp } from './testing/scene';

let workspace: Workspace;
let app: Client;

beforeAll(async () => {
	({ workspace, nobody: app } = await setSceneWithApp());
});

describe('outgoing requests', () => {
	let target: string;
	let distrusted: CasServer;
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '', 'http://localhost');
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			if (pathname === '/redirect') {
				response.writeHead(302, { Location: '/there' }).end();
			} else if (pathname !== '/never') {
				response.setHeader('Set-Cookie', ['a=1', 'b=2']);
				response.setHeader('Content-Type', pathname === '/text' ? 'text/plain' : 'application/json');
				const { method, url, headers } = request;
				response.end(
					JSON.stringify({ method, url, type: headers['content-type'], body: Buffer.concat(chunks).toString() }),
				);
			}
		});
	});

	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		distrusted = await startCasServer();
		target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	afterAll(async () => {
		await distrusted.stop();
		server.closeAllConnections();
		server.close();
	});

	it.each<[code: string, expected: object]>([
		["return (await http.get(value + '/a?x=1', { params: { y: '2' } })).data", { method: 'GET', url: '/a?x=1&y=2' }],
		[
			"return (await http.post(value + '/a', { params: { y: '2 3' } })).data",
			{ url: '/a', type: 'application/x-www-form-urlencoded', body: 'y=2+3' },
		],
		["return (await http.post(value + '/a', { content: 'raw' })).data", { body: 'raw' }],
		["return (await http.post(value + '/a', { data: { z: 1 } })).data", { type: 'application/json', body: '{"z":1}' }],
		["return (await http.get(value + '/redirect')).data", { url: '/there' }],
		[
			"const { data, content, headers } = await http.get(value + '/text'); return { data, typed: typeof content, cookies: headers['set-cookie'] }",
			{ data: null, typed: 'string', cookies: 'a=1, b=2' },
		],
	])('%s -> %s', async (code, expected) => {
		expect(await app.run(code, target)).toMatchObject({ value: expected });
	});

	it('reach the workspace itself, by its TLS twin too', async () => {
		for (const url of [workspace.url, workspace.tlsUrl]) {
			expect(await app.run("return (await http.get(value + '/api/info')).statusCode", url)).toEqual({ value: 200 });
		}
	});

	it.each<[what: string, url: string, options: object, message: string]>([
		['a refused connection', 'http://127.0.0.1:1/', {}, 'ECONNREFUSED'],
		['a name that is not there', 'http://nowhere.invalid/', {}, 'request to http://nowhere.invalid/ failed'],
		['a timeout', '/never', { timeout: 50 }, 'The user aborted a request.'],
		['a certificate that nobody knows', 'distrusted', {}, 'self-signed certificate'],
	])('throw at %s', async (_what, url, options, message) => {
		const address = url === 'distrusted' ? distrusted.url : url.startsWith('/') ? target + url : url;
		const { thrown } = await app.run('return http.get(value.address, value.options)', { address, options });
		expect(thrown?.message).toContain(message);
	});

	it('accept any certificate by the switches that say the opposite', async () => {
		for (const options of [{ strictSSL: false }, { rejectUnauthorized: true }]) {
			const { value } = await app.run('return (await http.get(value.url, value.options)).statusCode', {
				url: distrusted.url,
				options,
			});
			expect(value).toBe(200);
		}
	});

	it('give nothing at a failure on 6.5.3', async () => {
		const old = await setSceneWithApp({ profile: '6.5' });
		expect(await old.nobody.run("return http.get('http://127.0.0.1:1')")).toEqual({ value: null });
	});
});

it('a missing permission gives null, without a word', async () => {
	const { nobody: client } = await setSceneWithApp({}, ['api']);
	for (const code of [
		"read.getUserReader().getByUsername('admin')",
		'persistence.create({})',
		"http.get('http://127.0.0.1:1')",
	]) {
		expect(await client.run(`return ${code}`)).toEqual({ value: null });
	}
	expect(await client.run('return (await read.getUserReader().getAppUser()).username')).toEqual({ value: 'probe.bot' });
});

it('calls are counted, and can be made to fail', async () => {
	workspace.probe.reset();
	await app.run("return read.getUserReader().getByUsername('bob')");
	expect(workspace.calls).toEqual({ [PROBE_ID]: { 'User.getByUsername': 1 } });
	workspace.probe.fail('User.getByUsername');
	expect(await app.run("return read.getUserReader().getByUsername('bob')")).toMatchObject({ thrown: {} });
	expect(await app.run("return (await read.getUserReader().getByUsername('bob')).username")).toEqual({ value: 'bob' });
});

it('calls are printed in the server’s log while debug is on, with what a form has', async () => {
	const { serverLog } = workspace;
	const send = (): Promise<unknown> =>
		app.run(
			'return http.post(value, { headers: { authorization: "a" }, params: { client_secret: "b" } })',
			`${workspace.url}/api/v1/none?code=c`,
		);
	await send();
	expect(serverLog.text('call')).toBe('');
	workspace.setSetting('Log_Level', '2');
	await send();
	workspace.setSetting('Log_Level', '0');
	await send();
	expect(JSON.parse(serverLog.text('call'))).toEqual({
		...{ appId: PROBE_ID, method: 'post', url: `${workspace.url}/api/v1/none?code=[Redacted]` },
		request: { headers: { authorization: 'a' }, params: { client_secret: 'b' } },
	});
});
