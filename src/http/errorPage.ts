import type { ErrorCode } from '../errors';
import { errorCodes, nextStep, nextSteps } from '../errors';
import type { Html } from '../html/html';
import { html, linkTarget } from '../html/html';
import type { Page, PageData } from '../html/layout';
import { layout } from '../html/layout';
import { backId, popupScript } from '../html/popup';
import { hintKey, nextKey, textKey, titleKey } from '../texts/errorTexts';
import type { Texts } from '../texts/texts';

export interface ErrorPageData extends PageData {
	readonly error: ErrorCode;
	/** Short and random; what the admin looks the attempt up by. */
	readonly reference: string;
	/** For an admin: the page of the attempt; absent for everyone else. */
	readonly attemptUrl?: string | undefined;
	/** For an admin: the code in the reference of errors; absent for everyone else. */
	readonly helpUrl?: string | undefined;
	/** Starts the same sign-in from the beginning, or opens the page that failed; absent where neither has an address. */
	readonly retryUrl?: string | undefined;
	/** The login page. */
	readonly homeUrl: string;
}

/** Why there is no session, what to do next, and what to show the admin. It offers what its row says; see `errors.ts`. */
export function errorPage(
	texts: Texts,
	{ error, reference, attemptUrl, helpUrl, retryUrl, homeUrl, ...page }: ErrorPageData,
): Page {
	const { t } = texts;
	const step = nextStep(error, retryUrl !== undefined);
	const hint = hintKey(error);
	const [first, ...others] = nextSteps[step].offers;
	const links = [first, ...others].flatMap((offer) => (offer === 'reference' ? [] : [link(offer, offer === first)]));

	function link(offer: 'retry' | 'page' | 'login', isFirst: boolean): Html {
		const look = isFirst ? 'button primary' : 'button';
		if (offer === 'login') {
			return html`<a class="${look}" id="${backId}" href="${linkTarget(homeUrl)}">${t('back_to_login')}</a>`;
		}
		const label = t(offer === 'retry' ? 'try_again' : 'open_page_again');
		return html`<a class="${look}" href="${linkTarget(retryUrl ?? homeUrl)}">${label}</a>`;
	}

	const actions = links.length > 0 && html`<p class="actions">${links}</p>`;
	const value = (text: string, url: string | undefined): Html => {
		const shown = html`<code dir="ltr">${text}</code>`;
		return url ? html`<a href="${linkTarget(url)}">${shown}</a>` : shown;
	};
	const details = html`<section class="details" aria-label="${t('for_the_admin')}">
		<p>${t('for_the_admin')}</p>
		<dl>
			<dt>${t('error_code')}</dt>
			<dd>${value(error, helpUrl)}</dd>
			<dt>${t('reference')}</dt>
			<dd>${value(reference, attemptUrl)}</dd>
		</dl>
	</section>`;
	return layout(texts, {
		...page,
		status: errorCodes[error].status,
		title: t(titleKey(error)),
		content: html`
			<p>${t(textKey(error))}</p>
			${hint && html`<p>${t(hint)}</p>`}
			<p>${t(nextKey(step))}</p>
			${first === 'reference' ? [details, actions] : [actions, details]}
		`,
		script: popupScript(page.nonce),
	});
}
