import { Audit } from '../../attempts/audit';
import { Visits } from '../../browser/visits';
import { commandName } from '../../commands/help';
import { code } from '../../commands/markdown';
import type { Invocation, Subcommand } from '../../commands/subcommand';

/** `visits`: who has the app's own pages open. `visits end` ends all of that, `visits end <username>` one person's. */
export const visits: Subcommand = {
	name: 'visits',
	adminOnly: true,
	help: 'command_help_visits',
	run: (invocation) => (invocation.args[0] === 'end' ? end(invocation) : list(invocation)),
};

async function list({ texts, ports }: Invocation): Promise<string> {
	const ids = [...new Set(await new Visits(ports).visitors())];
	if (ids.length === 0) return texts.t('visits_none');
	const accounts = await Promise.all(ids.map((id) => ports.directory.byId(id)));
	const lines = accounts.map((account, index) => `- ${code(account?.username ?? ids[index]!)}`);
	return [texts.t('visits_some'), ...lines, '', texts.t('visits_how', { command: `/${commandName}` })].join('\n');
}

async function end({ args: [, name], caller, texts, ports }: Invocation): Promise<string> {
	const username = name?.replace(/^@/, '');
	const account = username ? await ports.directory.byUsername(username) : undefined;
	if (username && !account) return texts.t('request_account_unknown', { username: code(username) });
	const open = new Visits(ports);
	const count = await (account ? open.endAllOf(account.id) : open.endAll());
	new Audit(ports).note({ event: 'visits_ended', by: caller.id, userId: account?.id, what: String(count) });
	return texts.t('visits_ended', { count });
}
