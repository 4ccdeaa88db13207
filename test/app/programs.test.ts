import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { root } from '../../scripts/package';
import { until } from '../workspace/testing/until';

/* What the programs say to somebody who can mend it: one sentence, and a status that a script can see. */

let taken: Server;
let port: number;
beforeAll(async () => {
	taken = createServer().listen(0, '127.0.0.1');
	await once(taken, 'listening');
	({ port } = taken.address() as AddressInfo);
});
afterAll(() => taken.close());

function run(program: string, args: readonly string[] = [], env: Record<string, string> = {}) {
	const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
	const options = { cwd: root, env: { ...process.env, ...env }, encoding: 'utf8' as const };
	const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, program, ...args], options);
	return { status, stdout, stderr };
}

test.each([
	[[]],
	[['--url', 'https://chat.example.com']],
	[['--url', 'https://chat.example.com', '--username', 'admin']],
	[['--url=https://chat.example.com', '-u', 'admin', '--token', 'x']],
	[['--userid', 'admin', '--token', 'x']],
])('deploy %j asks for what is missing', (args) => {
	const { status, stdout, stderr } = run('scripts/deploy.ts', args);
	expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
	expect(stderr).toMatch(/^Say where the app goes and who puts it there: npm run deploy -- --url .*\n$/);
});

test('deploy to a server that is not there leaves it to rc-apps to say why', () => {
	const { status, stderr } = run('scripts/deploy.ts', [
		...['--url', 'http://127.0.0.1:1', '--userid', 'admin', '--token', 'x'],
	]);
	expect(status).toBe(1);
	expect(stderr).toMatch(/\nrc-apps deploy ended with 2\.\n$/);
	expect(stderr).not.toMatch(/^\s+at /m);
});

test('deploy with a token goes in the name of whom it belongs to', async () => {
	const named: unknown[] = [];
	const server = createHttpServer((request, response) => {
		if (request.url === '/api/v1/me') named.push([request.headers['x-user-id'], request.headers['x-auth-token']]);
		// No more than the version, and that the token is not good: it ends there.
		response.end(JSON.stringify({ version: '7.7.1', success: false }));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
	const args = [tsx, 'scripts/deploy.ts', '--url', url, '--userid', 'admin-id', '--token', 'the-token'];
	await once(spawn(process.execPath, args, { cwd: root, stdio: 'ignore' }), 'close');
	server.close();
	expect(named).toEqual([['admin-id', 'the-token']]);
});

test('a workspace that is ended while it starts ends what it has started, without a word', async () => {
	// Taken for a moment only: what is free now is free then.
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const free = (server.address() as AddressInfo).port;
	server.close();
	const options = { cwd: root, env: { ...process.env, PORT: String(free), TLS_PORT: '0' } };
	const program = spawn(process.execPath, ['--import', 'tsx', 'test/workspace/cli.ts'], options);
	const said: string[] = [];
	for (const stream of [program.stdout, program.stderr]) stream.on('data', (data) => said.push(String(data)));
	const closed = once(program, 'close');
	// It listens, and the app is not installed yet.
	await until(
		() =>
			new Promise((resolve) => {
				const socket = connect(free, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
				socket.on('connect', () => socket.destroy());
			}),
	);
	program.kill('SIGTERM');
	expect([await closed, said]).toEqual([[0, null], []]);
}, 120_000);

test.each(['PORT', 'TLS_PORT', 'PROVIDER_PORT'])('start with %s taken names the port', (name) => {
	const env = { PORT: '0', TLS_PORT: '0', [name]: String(port) };
	const { status, stderr } = run('test/workspace/start.ts', [], env);
	expect({ status, stderr }).toEqual({
		status: 1,
		stderr: `Port ${port} is taken: end what listens there, or choose others with PORT, TLS_PORT and PROVIDER_PORT.\n`,
	});
});
