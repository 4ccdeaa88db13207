// What a machine can say about the code without running it: style, lint and types, side by side.
//
//   node scripts/checks.mjs
import { spawn } from 'node:child_process';

const commands = [
	['eslint', '.'],
	['prettier', '--check', '.'],
	['tsc'],
	['tsc', '-p', 'src/browser-scripts'],
	['tsc', '-p', 'test'],
	['depcruise', 'src', 'test/workspace'],
];

/** Runs a program of node_modules, and prints what it said when it has ended. @returns whether it was content */
const check = ([program, ...args]) =>
	new Promise((resolve) => {
		const child = spawn('npm', ['exec', '--', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
		const output = [];
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
		child.on('close', (status) => {
			console.log(`${[program, ...args].join(' ')} ${status === 0 ? 'passed' : 'failed'}`);
			if (status !== 0) process.stdout.write(Buffer.concat(output));
			resolve(status === 0);
		});
	});

const results = await Promise.all(commands.map(check));
process.exitCode = results.every(Boolean) ? 0 : 1;
