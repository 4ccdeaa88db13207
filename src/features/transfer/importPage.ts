import { html, linkTarget } from '../../html/html';
import type { Page } from '../../html/layout';
import type { Texts } from '../../texts/texts';
import type { FrameData } from '../admin/adminFrame';
import { adminForm, adminLayout } from '../admin/adminFrame';
import type { Result } from './imports';

/** Seconds after which the page of a running import loads itself again. */
const interval = 2;

export interface Progress {
	/** Links. */
	readonly done: number;
	readonly total: number;
}

/** A running import: how far it is. The page loads itself again until it is over. */
export function progressPage(texts: Texts, { progress, ...frame }: FrameData & { readonly progress: Progress }): Page {
	const { t } = texts;
	const { done, total } = progress;
	const page = adminLayout(texts, frame, 'admin/settings', {
		title: t('import_running'),
		content: html`
			<p role="status">${t('import_progress', { done, total })}</p>
			${total > 0 && html`<p><progress aria-label="${t('import_running')}" value="${done}" max="${total}">${done} / ${total}</progress></p>`}
			<p>${t('import_running_text')}</p>
			${adminForm(
				frame,
				'admin/transfer',
				{ action: 'stop' },
				html`<p class="actions"><button class="button" type="submit">${t('import_stop')}</button></p>`,
			)}
		`,
	});
	return { ...page, headers: { ...page.headers, refresh: String(interval) } };
}

/** How the last import has ended. */
export function resultPage(texts: Texts, { result, ...frame }: FrameData & { readonly result: Result }): Page {
	const { t } = texts;
	const { settings, links, left, failed } = result;
	return adminLayout(texts, frame, 'admin/settings', {
		title: t(failed === undefined ? 'import_done' : 'import_failed'),
		content: html`
			<p role="status">
				${
					failed === undefined
						? t('import_done_text', { settings, links })
						: t('import_failed_text', { setting: failed })
				}
			</p>
			${left > 0 && html`<p>${t('import_left', { count: left })}</p>`}
			<p class="actions">
				<a class="button" href="${linkTarget(`${frame.below}/admin/settings`)}">${t('import_back')}</a>
			</p>
		`,
	});
}
