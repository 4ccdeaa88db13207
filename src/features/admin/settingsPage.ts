import type { FrameData } from './adminFrame';
import { adminForm, adminLayout, moment } from './adminFrame';
import type { Names } from './names';
import type { AuditEntry } from '../../attempts/audit';
import type { Html } from '../../html/html';
import { html } from '../../html/html';
import type { Page } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface SettingsPageData extends FrameData {
	/** The last ones, newest first. */
	readonly audit: readonly AuditEntry[];
	readonly names: Names;
}

/** Moving settings and links in and out, and who has changed what. */
export function settingsPage(texts: Texts, data: SettingsPageData): Page {
	const { audit, names } = data;
	const { t } = texts;
	const form = (action: string, content: Html): Html => adminForm(data, 'admin/transfer', { action }, content);
	return adminLayout(texts, data, 'admin/settings', {
		title: t('admin_nav_settings'),
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
				html`<label class="field"
						>${t('admin_import_file')}<textarea name="file" rows="6" dir="ltr" data-file required></textarea>
					</label>
					<p class="actions"><button class="button" type="submit">${t('admin_preview')}</button></p>`,
			)}
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
