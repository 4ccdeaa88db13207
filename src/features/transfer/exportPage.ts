import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page } from '../../html/layout';
import type { Texts } from '../../texts/texts';
import type { FrameData } from '../admin/adminFrame';
import { adminForm, adminLayout } from '../admin/adminFrame';
import type { PartRange } from './exportAll';

export interface ExportPageData extends FrameData {
	readonly ranges: readonly PartRange[];
	readonly withSecrets: boolean;
}

/** An export of more links than one file holds: a button for each part, and one for all where there are scripts. */
export function exportPage(texts: Texts, { ranges, withSecrets, ...frame }: ExportPageData): Page {
	const { t } = texts;
	const parts = ranges.length;
	const button = ({ from, to }: PartRange, index: number): Html =>
		html`<button class="button" type="submit" name="range" value="${`${from}.${to}`}">
			${t('export_part', { part: index + 1, parts })}
		</button> `;
	return adminLayout(texts, frame, 'admin/settings', {
		title: t('admin_export'),
		fetches: true,
		content: html`
			<p>${t('export_parts_text')}</p>
			<div class="actions" data-parts></div>
			${adminForm(
				frame,
				'admin/transfer',
				{ action: 'export', ...(withSecrets ? { secrets: 'yes' } : {}) },
				html`<p class="actions">${ranges.map(button)}</p>`,
			)}
			<p class="actions"><a href="${linkTarget(`${frame.below}/admin/settings`)}">${t('import_back')}</a></p>
		`,
	});
}
