import type { Day } from '../../attempts/days';
import type { Outcome } from '../../attempts/filter';
import type { ErrorCode } from '../../errors';
import type { Html } from '../../html/html';
import { html } from '../../html/html';
import { titleKey } from '../../texts/errorTexts';
import type { Texts } from '../../texts/texts';

/** So many causes have a colour of their own; the others share one. */
const shownCauses = 3;

/** Units of the drawing. */
const slot = 48;
const height = 120;
const left = 32;

interface Series {
	readonly name: string;
	/** For each day. */
	readonly counts: readonly number[];
}

/** Sign-ins, the most frequent causes, and the other causes, of which each has something to show. */
function seriesOf(days: readonly Day[], { t }: Texts): Series[] {
	const totals = new Map<Outcome, number>();
	for (const { counts } of days) {
		for (const [outcome, count] of counts) totals.set(outcome, (totals.get(outcome) ?? 0) + count);
	}
	const causes = [...totals.keys()]
		.filter((outcome) => outcome !== 'signed_in')
		.sort((a, b) => totals.get(b)! - totals.get(a)!);
	const sumOf = (outcomes: readonly Outcome[]): number[] =>
		days.map(({ counts }) => outcomes.reduce((sum, outcome) => sum + (counts.get(outcome) ?? 0), 0));
	return [
		{ name: t('attempt_signed_in'), counts: sumOf(['signed_in']) },
		...causes.slice(0, shownCauses).map((code) => ({
			name: `${t(titleKey(code as ErrorCode))} (${code})`,
			counts: sumOf([code]),
		})),
		...(causes.length > shownCauses ? [{ name: t('chart_others'), counts: sumOf(causes.slice(shownCauses)) }] : []),
	];
}

/** A column for each day, drawn without a script, and the same as a table; nothing where there is nothing to draw. */
export function attemptsChart(texts: Texts, days: readonly Day[]): Html | false {
	const series = seriesOf(days, texts);
	const totals = days.map((_, index) => series.reduce((sum, { counts }) => sum + counts[index]!, 0));
	const most = Math.max(...totals);
	if (most === 0) return false;
	const title = texts.t('chart_title', { days: days.length });
	const colourOf = (index: number): string => `s${index > shownCauses ? 4 : index}`;
	const column = ({ date }: Day, at: number): Html => {
		let top = height;
		return html`${series.map(({ name, counts }, index) => {
				const size = (counts[at]! / most) * (height - 12);
				top -= size;
				return (
					size > 0 &&
					html`<rect
						class="${colourOf(index)}"
						x="${left + at * slot + 8}"
						y="${top.toFixed(1)}"
						width="${slot - 16}"
						height="${size.toFixed(1)}"
					>
						<title>${date}: ${name}: ${counts[at]}</title>
					</rect>`
				);
			})}<text x="${left + (at + 0.5) * slot}" y="${height + 16}" text-anchor="middle">${date.slice(5)}</text>`;
	};
	const width = left + days.length * slot;
	return html`<figure dir="ltr" class="scroll">
			<svg viewBox="0 0 ${width} ${height + 22}" role="img" aria-label="${title}">
				<line x1="${left}" x2="${width}" y1="${height}" y2="${height}" />
				<line x1="${left}" x2="${width}" y1="12" y2="12" />
				<text x="${left - 6}" y="16" text-anchor="end">${most}</text>
				<text x="${left - 6}" y="${height}" text-anchor="end">0</text>
				${days.map(column)}
			</svg>
		</figure>
		<ul class="legend">
			${series.map(({ name }, index) => html`<li><span class="${colourOf(index)}" aria-hidden="true"></span>${name}</li>`)}
		</ul>
		<details>
			<summary>${texts.t('chart_table')}</summary>
			<div class="scroll" tabindex="0" role="region" aria-label="${title}">
				<table>
					<caption>
						${title}
					</caption>
					<thead>
						<tr>
							<th scope="col">${texts.t('chart_day')}</th>
							${series.map(({ name }) => html`<th scope="col">${name}</th>`)}
						</tr>
					</thead>
					<tbody>
						${days.map(
							({ date }, at) =>
								html`<tr>
									<th scope="row">${date}</th>
									${series.map(({ counts }) => html`<td>${counts[at]}</td>`)}
								</tr>`,
						)}
					</tbody>
				</table>
			</div>
		</details>`;
}
