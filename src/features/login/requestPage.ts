import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import { backId, popupScript } from '../../html/popup';
import type { Texts } from '../../texts/texts';

export interface RequestPageData extends PageData {
	/** Name of the provider. */
	readonly provider: string;
	/** What the admin looks the request up by. */
	readonly reference: string;
	/** The login page. */
	readonly homeUrl: string;
}

/** Nothing went wrong: an admin has to approve the account first, and has been told. */
export const requestPage = (texts: Texts, { provider, reference, homeUrl, ...page }: RequestPageData): Page =>
	layout(texts, {
		...page,
		status: 202,
		title: texts.t('request_title'),
		content: html`
			<p>${texts.t('request_text')}</p>
			<p>${texts.t('request_next', { provider })}</p>
			<p class="actions">
				<a class="button" id="${backId}" href="${linkTarget(homeUrl)}">${texts.t('back_to_login')}</a>
			</p>
			<section class="details" aria-label="${texts.t('for_the_admin')}">
				<p>${texts.t('for_the_admin')}</p>
				<dl>
					<dt>${texts.t('reference')}</dt>
					<dd><code dir="ltr">${reference}</code></dd>
				</dl>
			</section>
		`,
		script: popupScript(page.nonce),
	});
