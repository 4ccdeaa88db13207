import { readFileSync } from 'node:fs';
import { appInfo, packageApp } from '../../scripts/package';
import { startWorkspace } from './index';
import type { ProfileName, Workspace } from './index';

/**
 * `npm run workspace`: a server with the app installed and ready. Prints one line of JSON, and stops on a signal.
 * Environment: PORT (default 3000), TLS_PORT (default PORT + 443), PROFILE (default 7.x).
 */
async function main(): Promise<void> {
	// The engine talks on standard output; this program's own line must be alone there.
	console.log = console.error;
	const port = Number(process.env.PORT ?? 3000);
	const zip = readFileSync(await packageApp());
	const workspace = await startWorkspace({
		port,
		tlsPort: Number(process.env.TLS_PORT ?? port + 443),
		profile: process.env.PROFILE as ProfileName | undefined,
		env: process.env,
		log: (message, error) => console.error(message, error ?? ''),
	});
	stopOnSignal(workspace);
	const appId = await upload(workspace, zip);
	const { url, tlsUrl, admin, ca } = workspace;
	process.stdout.write(`${JSON.stringify({ url, tlsUrl, appId, admin, ca })}\n`);
}

/** Installs the app and tells it where HTTPS is, as an admin does. @returns the app's id. */
async function upload({ url, tlsUrl, admin }: Workspace, zip: Buffer): Promise<string> {
	const { data } = await call<{ data: { userId: string; authToken: string } }>(`${url}/api/v1/login`, {
		body: JSON.stringify({ user: admin.username, password: admin.password }),
		headers: { 'Content-Type': 'application/json' },
	});
	const headers = { 'X-User-Id': data.userId, 'X-Auth-Token': data.authToken };
	const form = new FormData();
	form.set('app', new Blob([new Uint8Array(zip)]), 'app.zip');
	form.set('permissions', JSON.stringify(appInfo().permissions));
	const { app } = await call<{ app: { id: string; status: string } }>(`${url}/api/apps`, { body: form, headers });
	if (!app.status.endsWith('_enabled')) {
		throw new Error(`The app was installed, but its status is "${app.status}"`);
	}
	await call(`${url}/api/apps/${app.id}/settings/Session_cas_url`, {
		body: JSON.stringify({ setting: { id: 'Session_cas_url', value: tlsUrl } }),
		headers: { ...headers, 'Content-Type': 'application/json' },
	});
	return app.id;
}

async function call<Result>(url: string, request: RequestInit): Promise<Result> {
	const response = await fetch(url, { method: 'POST', ...request });
	if (!response.ok) {
		throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
	}
	return (await response.json()) as Result;
}

function stopOnSignal(workspace: Workspace): void {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void workspace.stop().then(() => process.exit(0)));
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
