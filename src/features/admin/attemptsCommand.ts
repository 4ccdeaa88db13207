import type { Names } from './names';
import { whoOf } from './attemptRow';
import { namesFor } from './names';
import type { AttemptEntry } from '../../attempts/attemptLog';
import { AttemptLog } from '../../attempts/attemptLog';
import { explain } from '../../attempts/explain';
import type { Texts } from '../../texts/texts';
import { code, time } from '../../commands/markdown';
import type { Subcommand } from '../../commands/subcommand';

const defaultCount = 10;
const maximumCount = 50;

/** `attempts`, `attempts 30`: the last ones, a line each. `attempts <reference>`: one, and what to do about it. */
export const attempts: Subcommand = {
	name: 'attempts',
	adminOnly: true,
	help: 'command_attempts_help',
	run: async ({ args: [asked = ''], texts, ports }) => {
		const journal = new AttemptLog(ports);
		const isReference = asked !== '' && !/^\d{1,3}$/.test(asked);
		const found = isReference
			? [await journal.find(asked.toUpperCase())].filter((one) => one !== undefined)
			: await list(journal, asked);
		const [first] = found;
		if (!first) return texts.t(isReference ? 'attempts_unknown' : 'attempts_none');
		const names = await namesFor(found, ports);
		if (isReference) return inFull(first, names, texts);
		return [...found.map((one) => inShort(one, names, texts)), texts.t('attempts_hint')].join('\n');
	},
};

const list = async (journal: AttemptLog, count: string): Promise<AttemptEntry[]> =>
	(await journal.all()).slice(0, Math.min(maximumCount, Number(count) || defaultCount));

function inShort(attempt: AttemptEntry, names: Names, texts: Texts): string {
	const { id, at, provider, more } = attempt;
	const who = whoOf(attempt, names);
	const parts = [
		time(at),
		provider && names.provider(provider),
		who && code(who),
		explain(attempt, undefined, texts).title,
	];
	const line = `- ${code(id)} ${parts.filter(Boolean).join(' · ')}`;
	return more ? `${line} (${texts.t('attempts_more', { count: more })})` : line;
}

function inFull(attempt: AttemptEntry, names: Names, texts: Texts): string {
	const { id, at, provider, detail } = attempt;
	const { title, paragraphs } = explain(attempt, provider && names.callbackUrl(provider), texts);
	const facts: Array<readonly [string, string | undefined]> = [
		[texts.t('reference'), id],
		[texts.t('label_time'), time(at)],
		[texts.t('label_provider'), provider && names.provider(provider)],
		[texts.t('label_who'), whoOf(attempt, names)],
		[texts.t('error_code'), attempt.code],
		[texts.t('label_detail'), detail],
	];
	const lines = facts.flatMap(([label, value]) => (value ? [`- ${label}: ${code(value)}`] : []));
	return [`*${title}*`, ...paragraphs, lines.join('\n')].join('\n\n');
}
