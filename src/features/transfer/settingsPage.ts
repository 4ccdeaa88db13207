import type { FrameData } from '../admin/adminFrame';
import { adminForm, adminLayout, moment } from '../admin/adminFrame';
import type { Names } from '../admin/names';
import { importField } from './importField';
import type { AuditEntry } from '../../attempts/audit';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface SettingsPageData extends FrameData {
	/** The last ones, newest first. */
	readonly audit: readonly AuditEntry[];
	readonly names: Names;
	/** Names the import that a file begins. */
	readonly importId: string;
	/** Whether one is prepared or running. */
	readonly isImporting: boolean;
}

/** Moving settings and links in and out, and who has changed what. */
export function settingsPage(texts: Texts, data: SettingsPageData): Page {
	const { audit, names, importId, isImporting } = data;
	const { t } = texts;
	const form = (action: string, content: Html, more: Readonly<Record<string, string>> = {}): Html =>
		adminForm(data, 'admin/transfer', { action, ...more }, content);
	return adminLayout(texts, data, 'admin/settings', {
		title: t('admin_nav_settings'),
		fetches: true,
		content: html`
			<p>${t('admin_settings_where')}</p>
			<h2>${t('admin_export')}</h2>
			<p>${t('admin_export_text')}</p>
			${form(
				'export',
				html`<p>
						<label><input type="checkbox" name="secrets" value="yes" /> ${t('admin_export_secrets')}</label>
					</p>
					<p class="actions"><button class="button" type="submit">${t('admin_export_button')}</button></p>`,
			)}
			<h2>${t('admin_import')}</h2>
			<p>${t('admin_import_text')}</p>
			${form(
				'import',
				html`${importField(texts)}
					<p class="actions"><button class="button" type="submit">${t('admin_preview')}</button></p>`,
				{ import: importId },
			)}
			${
				isImporting &&
				html`<p class="actions">
					<a class="button" href="${linkTarget(`${data.below}/admin/transfer`)}">${t('import_open')}</a>
				</p>`
			}
			<h2>${t('admin_core')}</h2>
			<p>${t('admin_core_text')}</p>
			${form(
				'core',
				html`<label class="field">${t('admin_core_names')}<input name="names" dir="ltr" /></label>
					<p class="actions"><button class="button" type="submit">${t('admin_preview')}</button></p>`,
			)}
			<h2>${t('admin_audit')}</h2>
			${
				audit.length === 0
					? html`<p>${t('audit_none')}</p>`
					: html`<details>
							<summary>${t('admin_audit_show')}</summary>
							<ul class="rows">
								${audit.map((one) => auditLine(texts, one, names))}
							</ul>
						</details>`
			}
		`,
	});
}

function auditLine({ t }: Texts, { at, event, by, userId, provider, what, which }: AuditEntry, names: Names): Html {
	const parts = [userId && names.account(userId), provider && names.provider(provider), what, which];
	const about = parts.filter(Boolean).join(' ');
	return html`<li class="line">
		<strong>${t(`audit_${event}`)}</strong> <bdi>${about}</bdi> ${by && html`<bdi>(${names.account(by)})</bdi>`}
		<span class="hint">${moment(at)}</span>
	</li>`;
}
