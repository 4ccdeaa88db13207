import type { Account } from '../ports/directory';
import type { Texts } from '../texts/texts';
import type { Subcommand } from './subcommand';

/** As people type it, without the slash. */
export const commandName = 'oauth-login';

/** Whether someone may use a subcommand. */
export const mayUse = ({ roles }: Account, { adminOnly }: Subcommand): boolean => !adminOnly || roles.includes('admin');

/** What the caller may use, a line each. */
export function helpText(texts: Texts, caller: Account, subcommands: readonly Subcommand[]): string {
	const lines = subcommands.flatMap((one) =>
		one.help && mayUse(caller, one) ? [`- \`/${commandName} ${one.name}\` ${texts.t(one.help)}`] : [],
	);
	return lines.length === 0 ? texts.t('command_help_none') : [texts.t('command_help'), ...lines].join('\n');
}
