import { gatherStatusFacts } from './statusFacts';
import type { Subcommand } from '../../commands/subcommand';

/** Every provider, and whether people can sign in with it. */
export const providers: Subcommand = {
	name: 'providers',
	adminOnly: true,
	help: 'command_providers_help',
	run: async ({ texts, ports }) => {
		const facts = await gatherStatusFacts(ports, texts);
		return facts.providers
			.map(({ name, state, text }) => `- *${name}*: ${state === 'off' ? texts.t('status_off') : text}`)
			.join('\n');
	},
};
