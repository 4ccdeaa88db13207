import { createInterface } from 'node:readline/promises';
import { Complaint, run } from './program';
import { help, readCommand } from './verify/options';
import { tableOf } from './verify/report';
import type { Io, Verification } from './verify/run';
import { cleanUpAfter, verify } from './verify/run';

/** Tries the app on a real server: `npm run verify -- --url https://chat.example.com …`; see docs/verify.md. */
void run(async () => {
	const command = readCommand(process.argv.slice(2), process.env);
	if (!command) return console.log(help);
	// What is said on the way is not the result.
	const say = (line: string): void => console.error(line);
	if (command.cleanUp) {
		const failures = await cleanUpAfter(command);
		if (failures.length > 0) throw new Complaint(`Not removed: ${failures.join('; ')}`);
		return console.log('Nothing of an earlier run is left.');
	}
	const result = await verify(command, { say, confirm: () => confirm(command.yes), stop: stopSignal(say) });
	console.log(command.json ? JSON.stringify(result, null, '\t') : textOf(result));
	if (result.rows.some((row) => row.result !== 'holds')) process.exitCode = 1;
});

async function confirm(yes: boolean): Promise<boolean> {
	if (yes) return true;
	if (!process.stdin.isTTY) throw new Complaint('Nobody can be asked here: use --yes.');
	const terminal = createInterface({ input: process.stdin, output: process.stderr });
	const answer = await terminal.question('Go on? [y/N] ');
	terminal.close();
	return /^y(es)?$/i.test(answer.trim());
}

/** Milliseconds. One Ctrl-C comes from the terminal and once more from npm. */
const sameSignal = 2_000;

/** The first signal ends the run in order; the next one at once. */
function stopSignal(say: Io['say']): AbortSignal {
	const controller = new AbortController();
	let last = -Infinity;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			const isSame = performance.now() - last < sameSignal;
			last = performance.now();
			if (isSame) return;
			if (controller.signal.aborted) {
				say('Ended before everything was removed: run again with --clean-up.');
				process.exit(1);
			}
			say('Stopping after this step; then everything is removed. A second signal ends at once.');
			controller.abort();
		});
	}
	return controller.signal;
}

function textOf({ server, app, rows, figures, notes }: Verification): string {
	const { signIns, browser } = figures;
	const times = [
		...(signIns.length > 0 ? [`${signIns.join(', ')} ms from the provider's answer to the session`] : []),
		...Object.entries(browser).map(([style, time]) => `${time} ms from the provider's form to the session, ${style}`),
	];
	return [
		`\nOAuth Login ${app.version} (${app.was}) on Rocket.Chat ${server.version}, ${server.url}\n`,
		tableOf(rows),
		...(times.length > 0 ? ['\nMeasured: ' + times.join('; ') + '.'] : []),
		...notes.map((note) => `\n${note}`),
	].join('\n');
}
