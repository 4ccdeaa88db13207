import { namesFor } from './names';
import { Audit } from '../../attempts/audit';
import { code, time } from '../../commands/markdown';
import type { Subcommand } from '../../commands/subcommand';

const defaultCount = 20;
const maximumCount = 100;

/** What was changed, when, and by whom where that is known. */
export const audit: Subcommand = {
	name: 'audit',
	adminOnly: true,
	help: 'command_audit_help',
	run: async ({ args: [count], texts, ports }) => {
		const entries = (await new Audit(ports).all()).slice(0, Math.min(maximumCount, Number(count) || defaultCount));
		if (entries.length === 0) return texts.t('audit_none');
		const names = await namesFor(entries, ports);
		return entries
			.map(({ at, event, by, userId, provider, what, which }) => {
				const parts = [userId && names.account(userId), provider && names.provider(provider), what, which];
				const about = parts.flatMap((part) => (part ? [code(part)] : [])).join(' ');
				return `- ${time(at)} ${texts.t(`audit_${event}`)}: ${about}${by ? ` (${names.account(by)})` : ''}`;
			})
			.join('\n');
	},
};
