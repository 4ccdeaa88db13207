import type { AccountRequest } from '../../accounts/requests';
import type { Names } from './names';
import type { StatusItem } from './status';
import type { AttemptEntry } from '../../attempts/attemptLog';
import type { AuditEntry } from '../../attempts/audit';
import { explain } from '../../attempts/explain';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface AdminPageData extends PageData {
	readonly status: readonly StatusItem[];
	/** Every provider that something is filled in for, and where it is tried. */
	readonly providers: ReadonlyArray<{ readonly name: string; readonly tryUrl: string }>;
	readonly requests: readonly AccountRequest[];
	readonly attempts: readonly AttemptEntry[];
	readonly audit: readonly AuditEntry[];
	readonly names: Names;
	/** Something was imported just now. */
	readonly done: boolean;
	/** Where the forms are posted, and what shows that they are this page's. */
	readonly action: string;
	readonly token: string;
	/** Where the visit is ended. */
	readonly finishAction: string;
	readonly homeUrl: string;
}

const marks = { blocked: '⛔', warning: '⚠️', note: 'ℹ️', fine: '✅' } as const;

/** Everything that an admin has to know, as one plain page; what is long is folded. */
export function adminPage(texts: Texts, data: AdminPageData): Page {
	const { status, providers, requests, attempts, audit, names, done, homeUrl, action, token, finishAction, ...page } =
		data;
	const { t } = texts;
	const form = (name: string, content: Html): Html =>
		html`<form method="post" action="${linkTarget(action)}">
			<input type="hidden" name="action" value="${name}" /><input type="hidden" name="token" value="${token}" />
			${content}
		</form>`;
	return layout(texts, {
		...page,
		title: t('admin_title'),
		content: html`
			${done && html`<p role="status">${t('admin_done')}</p>`}
			<h2>${t('admin_status')}</h2>
			<ul>
				${status.map(({ level, text }) => html`<li><span aria-hidden="true">${marks[level]}</span> ${text}</li>`)}
			</ul>
			<h2>${t('admin_try_title')}</h2>
			<p>${t(providers.length > 0 ? 'admin_try_text' : 'admin_try_none')}</p>
			<ul class="actions stack">
				${providers.map(
					({ name, tryUrl }) =>
						html`<li><a class="button" href="${linkTarget(tryUrl)}">${t('trial_title', { provider: name })}</a></li>`,
				)}
			</ul>
			<h2>${t('admin_requests')}</h2>
			${
				requests.length === 0
					? html`<p>${t('requests_none')}</p>`
					: html`<ul>
								${requests.map(
									({ reference, name, username }) =>
										html`<li><code dir="ltr">${reference}</code> <bdi>${name ?? username ?? ''}</bdi></li>`,
								)}
							</ul>
							<p>${t('admin_requests_how')}</p>`
			}
			<h2>${t('admin_attempts')}</h2>
			${attempts.length === 0 ? html`<p>${t('attempts_none')}</p>` : attempts.map((one) => attempt(texts, one, names))}
			<h2>${t('admin_audit')}</h2>
			${
				audit.length === 0
					? html`<p>${t('audit_none')}</p>`
					: html`<details>
							<summary>${t('admin_audit_show')}</summary>
							<ul>
								${audit.map((one) => auditLine(texts, one, names))}
							</ul>
						</details>`
			}
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
						>${t('admin_import_file')}<textarea name="file" rows="6" dir="ltr" required></textarea>
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
			<h2>${t('visit_finish')}</h2>
			<p>${t('visit_finish_text')}</p>
			<form method="post" action="${linkTarget(finishAction)}">
				<input type="hidden" name="action" value="finish" />
				<p class="actions"><button class="button" type="submit">${t('visit_finish')}</button></p>
			</form>
			<p class="actions"><a href="${linkTarget(homeUrl)}">${t('go_to_workspace')}</a></p>
		`,
	});
}

function attempt(texts: Texts, entry: AttemptEntry, names: Names): Html {
	const { id, at, provider, userId, person, code, detail, more } = entry;
	const { t } = texts;
	const { title, paragraphs } = explain(entry, provider && names.callbackUrl(provider), texts);
	const who = userId ? names.account(userId) : person;
	const facts = [
		[t('label_provider'), provider && names.provider(provider)],
		[t('label_who'), who],
		[t('error_code'), code],
		[t('label_detail'), detail],
	].filter(([, value]) => value);
	return html`<details>
		<summary>
			${moment(at)} <code dir="ltr">${id}</code> ${title}${more ? ` (${t('attempts_more', { count: more })})` : ''}
		</summary>
		${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
		<dl class="facts">
			${facts.map(
				([label, value]) =>
					html`<dt>${label}</dt>
						<dd><bdi>${value}</bdi></dd>`,
			)}
		</dl>
	</details>`;
}

function auditLine({ t }: Texts, { at, event, by, userId, provider, what }: AuditEntry, names: Names): Html {
	const about = [userId && names.account(userId), provider && names.provider(provider), what].filter(Boolean).join(' ');
	return html`<li>
		${moment(at)} ${t(`audit_${event}`)}:
		<bdi>${about}</bdi>${by ? ` (${names.account(by)})` : ''}
	</li>`;
}

/** The same for whoever reads it, wherever. */
function moment(milliseconds: number): Html {
	const iso = new Date(milliseconds).toISOString();
	return html`<time datetime="${iso}" dir="ltr">${iso.replace('T', ' ').slice(0, 19)}Z</time>`;
}
