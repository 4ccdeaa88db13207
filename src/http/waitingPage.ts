import { html, linkTarget } from '../html/html';
import type { Page, PageData } from '../html/layout';
import { layout } from '../html/layout';
import type { Texts } from '../texts/texts';

export interface WaitingPageData extends PageData {
	/** Goes on with this sign-in; loaded by itself after the time, or by hand. Absent: this page's own address. */
	readonly retryUrl?: string | undefined;
	/** Until the next try; whole seconds, 1 at least. */
	readonly seconds: number;
}

/**
 * Many people are signing in at once: the workspace's limit is reached, and the page tries again, without a script.
 *
 * A page that reloads itself is in the way of slow readers (WCAG 2.2, 2.2.1). Here the wait is what the page is about
 * (its exception for what is essential): nothing is lost, and what comes next is the same page or the workspace.
 */
export function waitingPage(texts: Texts, { retryUrl, seconds, ...page }: WaitingPageData): Page {
	const delay = Math.max(1, Math.ceil(seconds));
	// An empty link leads to the page that it is on, whose address may hold a code: it is not written down again.
	const target = retryUrl === undefined ? '' : linkTarget(retryUrl);
	return layout(texts, {
		...page,
		status: 429,
		headers: { 'retry-after': String(delay), refresh: target ? `${delay}; url=${target}` : String(delay) },
		title: texts.t('waiting_title'),
		content: html`
			<p>${texts.t('waiting_text')}</p>
			<p role="status">${texts.t('waiting_when', { seconds: delay })}</p>
			<p class="actions"><a class="button" href="${target}">${texts.t('try_now')}</a></p>
		`,
	});
}
