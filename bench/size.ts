import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { appInfo, bundle } from '../scripts/package';
import { Browser } from '../test/app/support/browser';
import { oktaSettings, packageFile } from '../test/app/support/scene';
import { startWorkspace } from '../test/workspace';
import { Admin } from '../test/workspace/admin';
import type { Bench } from './bench';
import { rounds, spread, table } from './figures';
import { begin } from './signIn';

/** What has to be loaded, and how long it takes from there to the first person at the provider. */
export async function size(bench: Bench): Promise<string> {
	const shipped = await bundle({ format: 'cjs' });
	const readable = await bundle({ format: 'cjs', readable: true });
	const sizes = Object.entries({ 'as it is shipped': shipped, 'readable, as for the marketplace': readable }).map(
		([name, code]) => [name, Buffer.byteLength(code), gzipSync(code, { level: 9 }).length],
	);
	const starts: Array<Awaited<ReturnType<typeof coldStart>>> = [];
	for (let count = 0; count < rounds; count++) starts.push(await coldStart(bench));
	const step = (name: keyof (typeof starts)[number]): string => spread(starts.map((times) => times[name]));
	return `## Size and cold start

${table(['class file', 'bytes', 'gzip -9'], sizes)}

${rounds} workspaces that have never seen the app or the provider; milliseconds.

${table(
	['upload, install, enable', 'save five settings', 'first redirect', 'second redirect', 'all'],
	[[step('install'), step('configure'), step('first'), step('second'), step('all')]],
)}`;
}

async function coldStart({ configuration: { issuer, clientId, clientSecret } }: Bench) {
	const workspace = await startWorkspace();
	const admin = await Admin.login(workspace.url, workspace.admin);
	const times = [performance.now()];
	const appId = await admin.install(packageFile(), appInfo().permissions);
	times.push(performance.now());
	const settings = { Session_cas_url: workspace.tlsUrl, ...oktaSettings(issuer, clientId, clientSecret) };
	await admin.configure(appId, settings);
	times.push(performance.now());
	for (let count = 0; count < 2; count++) {
		await begin(new Browser(), `${workspace.url}/api/apps/public/${appId}/login/okta`);
		times.push(performance.now());
	}
	// The app's jobs run in the first seconds, and the engine would wait half a minute for one that is cut off.
	await setTimeout(5_000);
	await workspace.stop();
	const [install, configure, first, second] = times.slice(1).map((at, index) => at - times[index]!) as [
		number,
		number,
		number,
		number,
	];
	return { install, configure, first, second, all: install + configure + first };
}
