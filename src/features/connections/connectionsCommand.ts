import { readSite } from '../../settings/workspace';
import type { Subcommand } from '../../commands/subcommand';

/** `connections`: where someone finds what they can sign in with. */
export const connections: Subcommand = {
	name: 'connections',
	adminOnly: false,
	help: 'command_connections',
	run: async ({ texts, ports }) => {
		const { url } = await readSite(ports.serverSettings);
		return {
			text: texts.t('command_connections_where'),
			link: { label: texts.t('connections_title'), url: `${url}${ports.appPath}/connections` },
		};
	},
};
