import { html, linkTarget } from './html';
import type { Page, PageData } from './layout';
import { layout } from './layout';
import type { Texts } from '../texts/texts';

export interface LeavingPageData extends PageData {
	/** Where it goes. */
	readonly url: string;
	readonly provider: string;
}

/**
 * On the way to a provider after a form. A redirect would end there too, but browsers hold it against the page's
 * `form-action`, and where a provider leads on to is not known here.
 */
export function leavingPage(texts: Texts, { url, provider, ...page }: LeavingPageData): Page {
	const target = linkTarget(url);
	return layout(texts, {
		...page,
		headers: { refresh: `0; url=${target}` },
		title: texts.t('leaving_title'),
		content: html`
			<p>${texts.t('leaving_text', { provider })}</p>
			<p class="actions"><a class="button" href="${target}">${texts.t('continue')}</a></p>
		`,
	});
}
