import { appInfo, packageApp } from '../../scripts/package';
import { Complaint, run } from '../../scripts/program';
import { Admin } from './admin';
import { Ending } from './ending';
import type { ProfileName, Workspace } from './index';
import { startWorkspace } from './index';

export interface Served {
	readonly workspace: Workspace;
	readonly appId: string;
	readonly admin: Admin;
	/** What else is started, to be stopped with the workspace. */
	readonly ending: Ending;
}

const environment = `
Environment:
  PORT           of the workspace; default 3000
  TLS_PORT       of the workspace over HTTPS; default PORT + 443
  PROVIDER_PORT  of the provider of npm start; default PORT + 1
  PROFILE        the Rocket.Chat that is imitated; default 9.0
SIGINT or SIGTERM ends it.`;

/**
 * Runs a program that listens on ports of this machine, or says how it is used.
 *
 * @param about what it does, in a line
 */
export async function runHere(about: string, program: () => Promise<void>): Promise<void> {
	const [argument] = process.argv.slice(2);
	if (argument === '--help' || argument === '-h') return void console.log(`${about}\n${environment}`);
	return run(async () => {
		if (argument !== undefined) throw new Complaint(`"${argument}" is no option. There is --help.`);
		await program().catch((error: unknown) => {
			// The words of the system, from this process or from one that it has started.
			const port = /\bEADDRINUSE\b.*:(\d+)$/m.exec(String(error))?.[1];
			if (port === undefined) throw error;
			throw new Complaint(
				`Port ${port} is taken: end what listens there, or choose others with PORT, TLS_PORT and PROVIDER_PORT.`,
			);
		});
	});
}

/**
 * A workspace with the app installed, until a signal ends it: a signal during the start, too.
 * Environment: PORT (default 3000), TLS_PORT (default PORT + 443), PROFILE (default 9.0).
 */
export async function serve(): Promise<Served> {
	// What an app or the engine prints belongs to the server's log.
	process.env.NODE_ENV = 'production';
	const ending = new Ending();
	const port = Number(process.env.PORT ?? 3000);
	const zip = await ending.start(packageApp());
	const starting = startWorkspace({
		port,
		tlsPort: Number(process.env.TLS_PORT ?? port + 443),
		profile: process.env.PROFILE as ProfileName | undefined,
		env: process.env,
		log: (message, error) => console.error(message, error ?? ''),
	});
	const workspace = await ending.start(starting, ({ stop }) => stop());

	const { admin, appId } = await ending.start(install(workspace, zip));
	return { workspace, appId, admin, ending };
}

async function install(workspace: Workspace, zip: string): Promise<{ admin: Admin; appId: string }> {
	const admin = await Admin.login(workspace.url, workspace.admin);
	const appId = await admin.install(zip, appInfo().permissions);
	// Rocket.Chat calls its CAS server by HTTPS only, and this workspace has that at another address.
	await admin.configure(appId, { Session_cas_url: workspace.tlsUrl });
	return { admin, appId };
}
