import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Not the packaged browser's own arguments: those switch web security off, and would hide what is tested. */
const args = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-software-rasterizer',
	'--in-process-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-domain-reliability',
	'--disable-sync',
	'--no-first-run',
	'--no-pings',
	// Nothing but this machine is found: neither by a page, nor by a redirect, nor by the browser itself.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.*, EXCLUDE [::1]',
];

/**
 * Starts a headless Chromium from the package registry; nothing has to be installed on the machine. It ends with this
 * process, and does not keep it from ending.
 *
 * @returns the address to connect to
 */
export async function startBrowserServer(): Promise<string> {
	const { stdout } = await promisify(execFile)(process.execPath, [path.join(__dirname, 'chromium.mjs')]);
	const { executablePath, environment } = JSON.parse(stdout) as {
		executablePath: string;
		environment: Record<string, string>;
	};
	const options = { executablePath, args, env: { ...process.env, ...environment } };
	const server = spawn(process.execPath, [path.join(__dirname, 'browserServer.mjs'), JSON.stringify(options)], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const address = await new Promise<string>((resolve, reject) => {
		createInterface(server.stdout).once('line', resolve);
		server.once('exit', (code) => reject(new Error(`The browser did not start: ${code}`)));
	});
	server.unref();
	for (const stream of [server.stdin, server.stdout]) (stream as unknown as { unref(): void }).unref();
	return address;
}
