// Runs scripts of package.json side by side: what one prints, comes in one piece, and only where it failed.
//
//   node scripts/sideBySide.mjs lint:code typecheck
import { spawn } from 'node:child_process';

/** @returns whether the script succeeded */
const run = (script) =>
	new Promise((resolve) => {
		const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
		const output = [];
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
		child.on('close', (status) => {
			console.log(`${script}: ${status === 0 ? 'passed' : 'failed'}`);
			if (status !== 0) process.stdout.write(Buffer.concat(output));
			resolve(status === 0);
		});
	});

const results = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = results.every(Boolean) ? 0 : 1;
