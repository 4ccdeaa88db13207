import { runHere, serve } from './serve';

/** `npm run workspace`: a server with the app installed and ready. Prints one line of JSON, and stops on a signal. */
async function main(): Promise<void> {
	// The engine talks on standard output, where this program's own line must be alone.
	console.log = console.error;
	const { workspace, appId } = await serve();
	const { url, tlsUrl, admin, ca } = workspace;
	process.stdout.write(`${JSON.stringify({ url, tlsUrl, appId, admin, ca })}\n`);
}

void runHere('npm run workspace: a server with the app installed, for tests.', main);
