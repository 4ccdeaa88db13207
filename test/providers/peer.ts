import { spawn } from 'child_process';
import * as path from 'path';
import { createInterface } from 'readline';

/** A provider that runs as a process of its own. */
export interface Peer<Ready> {
	/** The JSON line that it printed when it was ready. */
	readonly ready: Ready;
	stop(): Promise<void>;
}

/**
 * Starts `test/providers/<file>` with `options` as its one argument. It ends when it is stopped, and also when this
 * process does, since it reads its standard input.
 */
export async function startPeer<Ready = { issuer: string }>(file: string, options: object): Promise<Peer<Ready>> {
	const child = spawn(process.execPath, [path.join(__dirname, file), JSON.stringify(options)], {
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	let complaints = '';
	child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4000)));
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const ready = await new Promise<Ready>((resolve, reject) => {
		createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line) as Ready));
		void ended.then(() => reject(new Error(`${file} ended before it was ready:\n${complaints}`)));
	});
	return {
		ready,
		stop: () => {
			child.kill();
			return ended;
		},
	};
}

/** Who can sign in at the demo provider. */
export const people = {
	ada: { name: 'Ada Lovelace', email: 'ada@example.com', email_verified: true },
	grace: { name: 'Grace Hopper', email: 'grace@example.com', email_verified: true },
} as const;
