import { readSite } from '../../settings/workspace';
import type { Subcommand } from '../../commands/subcommand';

/** The admin's page, where settings and links are exported and imported: a command can carry no file. */
const leadTo = (name: string, help: Subcommand['help']): Subcommand => ({
	name,
	adminOnly: true,
	help,
	run: async ({ texts, ports }) => {
		const { url } = await readSite(ports.serverSettings);
		return {
			text: texts.t('command_open_page'),
			link: { label: texts.t('admin_title'), url: `${url}${ports.appPath}/admin` },
		};
	},
});

export const admin = leadTo('admin', 'command_admin_help');
export const exportSettings = leadTo('export', 'command_export_help');
export const importSettings = leadTo('import', 'command_import_help');
