import { cpus } from 'node:os';
import { packageApp } from '../scripts/package';
import { Bench } from './bench';
import { calls } from './calls';
import { crowd } from './crowd';
import { listing } from './listing';
import { peers } from './peers';
import { scale } from './scale';
import { size } from './size';
import { storm } from './storm';
import { time } from './time';

/*
 * `npm run bench`, or `npm run bench -- calls size` for some of it: measures, and prints tables in Markdown.
 * ROUNDS (3) of everything that varies, SIGN_INS (100) in each round of `time`. Needs Linux, for the CPU of other processes.
 */

const measurements = { calls, listing, time, size, storm, crowd, scale, peers };

async function main(names: string[]): Promise<void> {
	const [processor] = cpus();
	console.log(`${cpus().length} cores (${processor?.model}), Node ${process.versions.node}\n`);
	await packageApp();
	for (const [name, measure] of Object.entries(measurements)) {
		if (names.length > 0 && !names.includes(name)) continue;
		const bench = await Bench.start();
		try {
			console.log(`${await measure(bench)}\n`);
		} finally {
			await bench.stop();
		}
	}
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	process.exit(1);
});
