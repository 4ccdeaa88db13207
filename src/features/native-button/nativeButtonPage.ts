import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface NativeButtonPageData extends PageData {
	/** Where the answer is posted to. */
	readonly action: string;
	/** Of the request. */
	readonly id: string;
	/** The login page. */
	readonly homeUrl: string;
}

/** Someone's phone or window asks to be signed in: whether that is the person who reads this, only they can tell. */
export function nativeButtonPage(texts: Texts, { action, id, homeUrl, ...page }: NativeButtonPageData): Page {
	return layout(texts, {
		...page,
		title: texts.t('native_button_title'),
		content: html`
			<p>${texts.t('native_button_text', { workspace: page.workspaceName })}</p>
			<p>${texts.t('native_button_warning')}</p>
			<form method="post" action="${linkTarget(action)}">
				<input type="hidden" name="request" value="${id}" />
				<p class="actions">
					<button class="button" type="submit">${texts.t('native_button_continue')}</button>
				</p>
			</form>
			<p class="actions"><a href="${linkTarget(homeUrl)}">${texts.t('native_button_cancel')}</a></p>
		`,
	});
}
