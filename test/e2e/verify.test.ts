import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { root } from '../../scripts/package';
import type { Verification } from '../../scripts/verify/run';
import { packageFile } from '../app/support/scene';
import { startWorkspace } from '../workspace';
import type { Workspace } from '../workspace';
import { profileNames } from '../workspace/profile';

/* `npm run verify` as it is typed, with the browser, on the newest server: the rest is tried in test/app. */

let workspace: Workspace;
beforeAll(async () => {
	workspace = await startWorkspace({ profile: profileNames[0] });
});
afterAll(() => workspace.stop());

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

// A whole run, of a process of its own with a browser of its own.
test('every row holds, and no account and no app is left', async () => {
	const { username, password } = workspace.admin;
	const port = await freePort();
	const args = [
		...['run', '--silent', 'verify', '--', '--url', workspace.url, '--yes', '--json', '--package', packageFile()],
		...['--setting', `Session_cas_url=${workspace.tlsUrl}`, '--sign-ins', '2'],
		...['--provider-port', String(port), '--provider-url', `http://localhost:${port}`],
	];
	const env = { ...process.env, VERIFY_USERNAME: username, VERIFY_PASSWORD: password };
	const { error, stdout, stderr } = await new Promise<{ error: unknown; stdout: string; stderr: string }>((resolve) =>
		execFile('npm', args, { cwd: root, env }, (failure, out, complaints) =>
			resolve({ error: failure, stdout: out, stderr: complaints }),
		),
	);
	const { rows, figures } = JSON.parse(stdout || '{"rows":[]}') as Verification;
	expect({ others: rows.filter(({ result }) => result !== 'holds'), error, stderr }).toMatchObject({
		others: [],
		error: null,
		stderr: expect.stringContaining('This program will'),
	});
	expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(['popup', 'redirect', 'cancelled', 'password']));
	expect(figures).toMatchObject({
		signIns: [expect.any(Number), expect.any(Number)],
		browser: { popup: expect.any(Number) },
	});
	expect(stdout + stderr).not.toContain(password);
	expect([...workspace.store.users.values()].map((user) => user.username).sort()).toEqual(['admin', 'rocket.cat']);
	expect(workspace.store.apps.size).toBe(0);
}, 300_000);
