import { attemptLine, helpLink } from './attemptRow';
import type { FrameData, MarkKind } from './adminFrame';
import { adminLayout, mark } from './adminFrame';
import type { Names } from './names';
import type { StatusItem, StatusLevel } from './status';
import type { AttemptEntry } from '../../attempts/attemptLog';
import { html, linkTarget } from '../../html/html';
import type { Page } from '../../html/layout';
import type { TextKey, Texts } from '../../texts/texts';

export interface AdminPageData extends FrameData {
	readonly status: readonly StatusItem[];
	/** See `summaryOf`. */
	readonly summary: TextKey;
	/** How many people wait for an approval. */
	readonly requests: number;
	/** The last few. */
	readonly attempts: readonly AttemptEntry[];
	readonly names: Names;
}

const marks = {
	blocked: ['blocked', 'mark_blocked'],
	warning: ['warning', 'mark_warning'],
	note: ['note', 'mark_note'],
	fine: ['good', 'mark_good'],
} as const satisfies Record<StatusLevel, readonly [MarkKind, TextKey]>;

/** How things are, the most urgent first, and what has happened last. */
export function adminPage(texts: Texts, data: AdminPageData): Page {
	const { status, summary, requests, attempts, names, below } = data;
	const { t } = texts;
	return adminLayout(texts, data, 'admin', {
		title: t('admin_status'),
		content: html`
			<p><strong>${t(summary)}</strong></p>
			<ul class="rows">
				${status.map(
					({ level, text, code }) =>
						html`<li>
							${mark(marks[level][0], t(marks[level][1]))}
							<p>${text}</p>
							${code && html`<p class="hint">${helpLink(below, code, t('help_remedy'))}</p>`}
						</li>`,
				)}
			</ul>
			<h2>${t('admin_requests')}</h2>
			<p>${requests === 0 ? t('requests_none') : t('requests_message_count', { count: requests })}</p>
			${
				requests > 0 &&
				html`<p class="actions">
					<a class="button primary" href="${linkTarget(`${below}/admin/people`)}">${t('requests_decide')}</a>
				</p>`
			}
			<h2>${t('admin_attempts')}</h2>
			${
				attempts.length === 0
					? html`<p>${t('attempts_none')}</p>`
					: html`<ul class="rows">
							${attempts.map((one) => html`<li>${attemptLine(texts, one, names)}</li>`)}
						</ul>`
			}
			<p class="actions">
				<a class="button" href="${linkTarget(`${below}/admin/attempts`)}">${t('attempts_all')}</a>
			</p>
		`,
	});
}
