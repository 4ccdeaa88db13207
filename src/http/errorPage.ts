import type { ErrorCode } from '../errors';
import { errorCodes } from '../errors';
import { html, linkTarget } from '../html/html';
import type { Page, PageData } from '../html/layout';
import { layout } from '../html/layout';
import { backId, popupScript } from '../html/popup';
import type { Texts } from '../texts/texts';

export interface ErrorPageData extends PageData {
	readonly error: ErrorCode;
	/** Short and random; what the admin looks the attempt up by. */
	readonly reference: string;
	/** Starts the same sign-in anew; absent where trying again can't help. */
	readonly retryUrl?: string;
	/** The login page. */
	readonly homeUrl: string;
}

/** Why there is no session, what to do next, and what to show the admin. */
export function errorPage(texts: Texts, { error, reference, retryUrl, homeUrl, ...page }: ErrorPageData): Page {
	return layout(texts, {
		...page,
		status: errorCodes[error].status,
		title: texts.t(`error_${error}_title`),
		content: html`
			<p>${texts.t(`error_${error}_text`)}</p>
			<p>${texts.t(`error_${error}_next`)}</p>
			<p class="actions">
				${retryUrl && html`<a class="button primary" href="${linkTarget(retryUrl)}">${texts.t('try_again')}</a>`}
				<a class="button" id="${backId}" href="${linkTarget(homeUrl)}">${texts.t('back_to_login')}</a>
			</p>
			<section class="details" aria-label="${texts.t('for_the_admin')}">
				<p>${texts.t('for_the_admin')}</p>
				<dl>
					<dt>${texts.t('error_code')}</dt>
					<dd><code dir="ltr">${error}</code></dd>
					<dt>${texts.t('reference')}</dt>
					<dd><code dir="ltr">${reference}</code></dd>
				</dl>
			</section>
		`,
		script: popupScript(page.nonce),
	});
}
