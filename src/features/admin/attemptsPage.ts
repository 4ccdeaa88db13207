import { attemptsChart } from './attemptsChart';
import { attemptInFull, attemptLine } from './attemptRow';
import type { FrameData } from './adminFrame';
import { adminLayout, pager, withQuery } from './adminFrame';
import type { Names } from './names';
import type { AttemptEntry } from '../../attempts/attemptLog';
import type { Day } from '../../attempts/days';
import type { AttemptFilter, Outcome } from '../../attempts/filter';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page } from '../../html/layout';
import { titleKey } from '../../texts/errorTexts';
import type { Texts } from '../../texts/texts';

export interface AttemptsPageData extends FrameData {
	readonly filter: AttemptFilter;
	/** What can be chosen: ids of providers, and outcomes that there are. */
	readonly providers: readonly string[];
	readonly outcomes: readonly Outcome[];
	/** Those of this page, newest first. */
	readonly attempts: readonly AttemptEntry[];
	readonly page: number;
	readonly pages: number;
	/** Of all that match. */
	readonly days: readonly Day[];
	readonly names: Names;
}

/** Who tried to sign in, and what came of it. */
export function attemptsPage(texts: Texts, data: AttemptsPageData): Page {
	const { filter, attempts, names, days, below } = data;
	const { t } = texts;
	const path = `${below}/admin/attempts`;
	const query = { ...filter };
	return adminLayout(texts, data, 'admin/attempts', {
		title: t('admin_attempts'),
		content: html`
			${attemptsChart(texts, days)} ${filters(texts, data)}
			${
				attempts.length === 0
					? html`<p>${t(Object.keys(filter).length > 0 ? 'attempts_no_match' : 'attempts_none')}</p>`
					: html`<ul class="rows">
							${attempts.map(
								(one) =>
									html`<li>
										<details>
											<summary>${attemptLine(texts, one, names)}</summary>
											${attemptInFull(texts, one, names, below)}
										</details>
									</li>`,
							)}
						</ul>`
			}
			${pager(texts, path, query, data)}
			<p class="actions">
				<a class="button" href="${linkTarget(withQuery(path, { ...query, format: 'csv' }))}">${t('attempts_csv')}</a>
			</p>
		`,
	});
}

function filters({ t }: Texts, { filter, providers, outcomes, names, below }: AttemptsPageData): Html {
	const path = linkTarget(`${below}/admin/attempts`);
	const option = (value: string, label: string, chosen: string | undefined): Html =>
		value === chosen
			? html`<option value="${value}" selected>${label}</option>`
			: html`<option value="${value}">${label}</option>`;
	const outcomeName = (outcome: Outcome): string =>
		outcome === 'signed_in'
			? t('attempt_signed_in')
			: outcome === 'departed'
				? t('departed_title')
				: `${t(titleKey(outcome))} (${outcome})`;
	return html`<form class="filters" method="get" action="${path}">
			<label class="field">${t('reference')}<input name="ref" dir="ltr" required /></label>
			<p class="actions"><button class="button" type="submit">${t('attempts_look_up')}</button></p>
		</form>
		<form class="filters" method="get" action="${path}">
			<label class="field"
				>${t('label_provider')}<select name="provider">
					${option('', t('attempts_all'), filter.provider ?? '')}
					${providers.map((id) => option(id, names.provider(id), filter.provider))}
				</select></label
			>
			<label class="field"
				>${t('attempts_result')}<select name="outcome">
					${option('', t('attempts_all'), filter.outcome ?? '')}
					${option('failed', t('attempts_failed'), filter.outcome)}
					${outcomes.map((outcome) => option(outcome, outcomeName(outcome), filter.outcome))}
				</select></label
			>
			<label class="field">${t('label_who')}<input name="who" value="${filter.who ?? ''}" /></label>
			<p class="actions">
				<button class="button" type="submit">${t('attempts_show')}</button>
				${Object.keys(filter).length > 0 && html`<a class="button" href="${path}">${t('attempts_all')}</a>`}
			</p>
		</form>`;
}

export interface AttemptPageData extends FrameData {
	/** Absent where there is none by that reference. */
	readonly attempt: AttemptEntry | undefined;
	readonly names: Names;
}

/** One attempt, to which the reference of an error page leads. */
export function attemptPage(texts: Texts, data: AttemptPageData): Page {
	const { attempt, names, below } = data;
	const { t } = texts;
	return adminLayout(texts, data, 'admin/attempts', {
		title: t('admin_attempts'),
		content: html`
			${
				attempt
					? html`<p>${attemptLine(texts, attempt, names)}</p>
							${attemptInFull(texts, attempt, names, below)}`
					: html`<p role="status">${t('attempts_unknown')}</p>`
			}
			<p class="actions">
				<a class="button" href="${linkTarget(`${below}/admin/attempts`)}">${t('attempts_all')}</a>
				${
					attempt?.provider &&
					names.callbackUrl(attempt.provider) &&
					html`<a class="button" href="${linkTarget(`${below}/try/${attempt.provider}`)}"
						>${t('trial_title', { provider: names.provider(attempt.provider) })}</a
					>`
				}
			</p>
		`,
	});
}
