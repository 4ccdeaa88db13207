import type { FrameData } from '../admin/adminFrame';
import { adminLayout, pager } from '../admin/adminFrame';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page } from '../../html/layout';
import type { Texts } from '../../texts/texts';
import type { PlannedRow } from '../people/linkImport';
import type { AccountsPage } from './missing';

export interface MissingPageData extends FrameData {
	/** Of the pasted list, nobody is linked to these yet; absent where there is no list. */
	readonly list: readonly PlannedRow[] | undefined;
	/** Or why there is none: one sentence or more each. */
	readonly accounts: AccountsPage | readonly string[];
	/** Name of a provider by its id. */
	readonly providerName: (id: string) => string;
}

/** Who signs in by no provider yet. */
export function missingPage(texts: Texts, data: MissingPageData): Page {
	const { list, accounts, below } = data;
	const { t } = texts;
	return adminLayout(texts, data, 'admin/people', {
		title: t('missing_title'),
		content: html`
			<p>${t('missing_text', { field: t('links_import') })}</p>
			${list && html`<h2>${t('missing_list')}</h2>`} ${list && listRows(texts, list, data)}
			<h2>${t('missing_accounts')}</h2>
			${'page' in accounts ? accountRows(texts, accounts, below) : accounts.map((reason) => html`<p>${reason}</p>`)}
			<p class="actions"><a class="button" href="${linkTarget(`${below}/admin/people`)}">${t('trial_back')}</a></p>
		`,
	});
}

const listRows = ({ t }: Texts, list: readonly PlannedRow[], { providerName }: MissingPageData): Html =>
	list.length === 0
		? html`<p>${t('missing_list_none')}</p>`
		: html`<ul class="rows">
				${list.map(
					({ username, provider, verdict }) =>
						html`<li class="line">
							<strong><bdi>${username}</bdi></strong> <bdi>${providerName(provider)}</bdi>
							<span class="hint">${t(`links_verdict_${verdict}`)}</span>
						</li>`,
				)}
			</ul>`;

function accountRows(texts: Texts, accounts: AccountsPage, below: string): Html {
	const { t } = texts;
	const { unlinked, from, to, total } = accounts;
	return html`<p>${t('missing_range', { from, to, total })}</p>
		${
			unlinked.length === 0
				? html`<p>${t('missing_none')}</p>`
				: html`<ul class="rows">
						${unlinked.map(
							({ username, name }) =>
								html`<li class="line">
									<strong><bdi>${username}</bdi></strong> <bdi>${name}</bdi>
								</li>`,
						)}
					</ul>`
		}
		${pager(texts, `${below}/admin/missing`, {}, accounts)}`;
}
