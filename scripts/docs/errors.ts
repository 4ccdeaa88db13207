import { networkReasons, reference } from '../../src/attempts/reference';
import type { ReferenceEntry } from '../../src/attempts/reference';
import type { NextStep } from '../../src/errors';
import { errorCodes, nextSteps } from '../../src/errors';
import { nextKey } from '../../src/texts/errorTexts';
import { textsFor } from '../../src/texts/texts';
import { Complaint } from '../program';

const texts = textsFor('en', undefined);
const { t } = texts;

/** Begins a line that is written by hand, below what is generated for a code. */
const note = 'Note: ';

/**
 * `docs/errors.md`: the reference of errors, as the app's own help page shows it. Three things are written by hand and
 * stay: what is before the first heading of a group, the text below such a heading, and the notes on a code.
 *
 * @throws Complaint where a group or a note is about nothing that there is
 */
export function errorsPage(markdown: string): string {
	const [start = '', ...sections] = markdown.split(/^(?=##)/m);
	const byHand = new Map(sections.map((section) => handWritten(section)));
	const take = (name: string): string => {
		const text = byHand.get(name) ?? '';
		byHand.delete(name);
		return text;
	};
	const groups = reference(texts).map(({ title, entries }) => [
		...['## ' + title, take(title)],
		...entries.flatMap((entry) => ['### `' + entry.code + '`', ...generated(entry), take(entry.code)]),
	]);
	const network = ['## ' + t('help_network'), take(t('help_network')), list(networkReasons(texts))];
	const steps = ['## ' + nextStepsTitle, take(nextStepsTitle), nextStepsTable()];
	const left = [...byHand].filter(([, text]) => text !== '').map(([name]) => name);
	if (left.length > 0) throw new Complaint(`docs/errors.md has a text for ${left.join(', ')}, which is not there.`);
	return [start.trim(), ...groups.flat(), ...network, ...steps].filter((part) => part !== '').join('\n\n') + '\n';
}

/** The name of a section, and what is kept of it. */
function handWritten(section: string): [string, string] {
	const [, level, name = ''] = /^(##+) `?(.*?)`?$/m.exec(section) ?? [];
	const paragraphs = section.split('\n\n').slice(1);
	const isList = (paragraph: string): boolean => paragraph.startsWith('- ');
	const kept = paragraphs.filter((one) =>
		level === '##' ? !isList(one) && !one.startsWith('| ') : one.startsWith(note),
	);
	return [name, kept.join('\n\n').trim()];
}

function generated({ code, title, said, remedies }: ReferenceEntry): string[] {
	const { stage, status, next } = errorCodes[code];
	return [
		`**${escaped(title)}** (stage \`${stage}\`, HTTP ${status}, next step \`${next}\`)`,
		list([`*${t('help_said')}*: ${said}`, `*${t('help_remedy')}*: ${remedies[0]}`, ...remedies.slice(1)]),
	];
}

const nextStepsTitle = 'Next steps';

const nextStepsTable = (): string =>
	[
		'| next step | what the page says | a retry can help |',
		'| --- | --- | --- |',
		...(Object.keys(nextSteps) as NextStep[]).map(
			(step) => '| `' + step + `\` | ${t(nextKey(step))} | ${nextSteps[step].retryHelps ? 'yes' : 'no'} |`,
		),
	].join('\n');

const list = (items: readonly string[]): string => items.map((item) => `- ${escaped(item)}`).join('\n');

/** What Markdown would take for markup: an element, or the underscores of a setting's id. */
const escaped = (text: string): string => text.replace(/[<_]|(?<=\s)\*(?=[,.\s])/g, '\\$&');
