import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Complaint, run } from './program';
import { rcApps, withStage } from './staging';

/** Puts the app on a server: `npm run deploy -- --url … --userid … --token … [--update]`, with the options of `rc-apps`. */
void run(async () => {
	const args = process.argv.slice(2);
	const { values } = parseArgs({
		args,
		strict: false,
		options: {
			url: { type: 'string' },
			username: { type: 'string', short: 'u' },
			password: { type: 'string', short: 'p' },
			userid: { type: 'string', short: 'i' },
			token: { type: 'string', short: 't' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	const isComplete = values.url && ((values.userid && values.token) || (values.username && values.password));
	if (!isComplete && !values.help) {
		throw new Complaint(
			'Say where the app goes and who puts it there: npm run deploy -- --url https://chat.example.com ' +
				'--userid <id> --token <token> (or --username <name> --password <password>).',
		);
	}
	await withStage((folder) => {
		// rc-apps 1.9 reads the option --userid, and then looks for userId, which only this file gives it.
		if (values.userid) writeFileSync(path.join(folder, '.rcappsconfig'), JSON.stringify({ userId: values.userid }));
		rcApps(folder, 'deploy', ...args);
	});
});
