import { readSite } from '../../settings/workspace';
import type { Subcommand } from '../../commands/subcommand';

/** Where an admin tries a provider: that takes a browser. */
export const tryProvider: Subcommand = {
	name: 'try',
	adminOnly: true,
	help: 'command_try_help',
	run: async ({ args: [provider = ''], texts, ports }) => {
		const { url } = await readSite(ports.serverSettings);
		const page = /^[a-z0-9_]{1,64}$/i.test(provider) ? `try/${provider.toLowerCase()}` : 'admin';
		return {
			text: texts.t('command_open_page'),
			link: { label: texts.t('admin_try_title'), url: `${url}${ports.appPath}/${page}` },
		};
	},
};
