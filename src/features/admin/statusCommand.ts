import type { StatusLevel } from './status';
import { statusItems } from './status';
import { gatherStatusFacts } from './statusFacts';
import type { Subcommand } from '../../commands/subcommand';

const marks: Readonly<Record<StatusLevel, string>> = {
	blocked: ':no_entry:',
	warning: ':warning:',
	note: ':information_source:',
	fine: ':white_check_mark:',
};

/** The status, and what should be changed. */
export const status: Subcommand = {
	name: 'status',
	adminOnly: true,
	help: 'command_status_help',
	run: async ({ texts, ports }) =>
		statusItems(await gatherStatusFacts(ports, texts), texts)
			.map(({ level, text }) => `${marks[level]} ${text}`)
			.join('\n'),
};
