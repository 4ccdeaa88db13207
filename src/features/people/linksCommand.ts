import { LinkImport } from './importLinks';
import { learningNote } from './coreEvents';
import { linkCounts } from './linkCounts';
import type { ImportRow, PlannedRow, RowVerdict } from './linkImport';
import { maximumRows, parseLinkList } from './linkList';
import { readSetting } from '../../controls/setting';
import { Audit } from '../../attempts/audit';
import { tellAll } from '../../attempts/linkNotices';
import type { Texts } from '../../texts/texts';
import { importSetting } from '../../settings/people';
import { commandName } from '../../commands/help';
import { code } from '../../commands/markdown';
import type { Invocation, Subcommand } from '../../commands/subcommand';

/** So many lines that will not be imported are shown each by itself. */
const shownLines = 20;

/**
 * `links`: how many people of each provider have a link, and what the list to import would do. `links apply <code>` does
 * what was shown with that code.
 */
export const links: Subcommand = {
	name: 'links',
	adminOnly: true,
	help: 'command_help_links',
	run: async (invocation) => {
		const { args, texts, ports } = invocation;
		const list = parseLinkList(await readSetting(importSetting, ports.appSettings));
		if ('problem' in list && list.problem !== 'empty') {
			if (list.problem === 'too_long') return texts.t('links_list_too_long', { maximum: maximumRows });
			const where = list.line === undefined ? '' : ` (${texts.t('links_line', { line: list.line })})`;
			return texts.t('links_list_not_readable') + where;
		}
		const rows = 'rows' in list ? list.rows : [];
		if (args[0] === 'apply') return apply(rows, args[1] ?? '', invocation);
		const counts = await countsText(invocation);
		const next = rows.length > 0 ? await previewText(rows, invocation) : texts.t('links_how');
		return [counts, next, await othersText(invocation)].join('\n\n');
	},
};

/** Who is missing from the counts, and whether they can still be learnt. */
async function othersText({ texts, ports }: Invocation): Promise<string> {
	const note = await learningNote(ports.store, ports.appSettings);
	return [...(note ? [texts.t(note)] : []), texts.t('learning_others_unknown')].join(' ');
}

async function countsText({ texts, ports }: Invocation): Promise<string> {
	const counts = await linkCounts(ports.store);
	if (counts.length === 0) return texts.t('links_none');
	return counts.map(({ provider, ...numbers }) => `- ${code(provider)} ${texts.t('links_count', numbers)}`).join('\n');
}

async function previewText(rows: readonly ImportRow[], { texts, ports }: Invocation): Promise<string> {
	const preview = await new LinkImport(ports).preview(rows);
	const byVerdict = new Map<RowVerdict, PlannedRow[]>();
	for (const row of preview.rows) byVerdict.set(row.verdict, [...(byVerdict.get(row.verdict) ?? []), row]);
	const summary = [...byVerdict].map(([verdict, its]) => `- ${its.length} × ${texts.t(`links_verdict_${verdict}`)}`);
	const others = preview.rows.filter(({ verdict }) => verdict !== 'will_link' && verdict !== 'linked_already');
	const lines = others.slice(0, shownLines).map((row) => `- ${lineText(row, texts)}`);
	const count = byVerdict.get('will_link')?.length ?? 0;
	const next =
		count === 0
			? texts.t('links_nothing_to_do')
			: texts.t('links_apply', { count, command: code(`/${commandName} links apply ${preview.code}`) });
	return [
		texts.t('links_preview', { rows: rows.length }),
		...summary,
		...(lines.length > 0 ? ['', ...lines] : []),
		'',
		next,
	].join('\n');
}

const lineText = ({ line, provider, username, verdict }: PlannedRow, { t }: Texts): string =>
	`${t('links_line', { line })}: ${code(provider)} → ${code(username)}: ${t(`links_verdict_${verdict}`)}`;

async function apply(rows: readonly ImportRow[], shown: string, { caller, texts, ports }: Invocation): Promise<string> {
	const made = await new LinkImport(ports).apply(rows, shown, caller.id);
	if (made === undefined) return texts.t('links_changed', { command: code(`/${commandName} links`) });
	const count = made.length;
	new Audit(ports).note({ event: 'links_imported', by: caller.id, what: String(count) });
	// The command does not wait for the messages.
	void tellAll(made, ports);
	// It has done its work, and is about people. Applied again it would do nothing.
	await ports.appSettingWriter.updateValue(importSetting.id, '').catch(() => undefined);
	return texts.t('links_applied', { count });
}
