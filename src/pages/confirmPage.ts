import { html, linkTarget } from './html';
import type { Page, PageData } from './layout';
import { layout } from './layout';
import type { ProofFormData } from './proof';
import { proofForm, proofScript } from './proof';
import type { Texts } from './texts';

export interface ConfirmPageData extends PageData, Omit<ProofFormData, 'session'> {
	readonly provider: string;
	/** The login page. */
	readonly homeUrl: string;
	/** Whether they may have an account of another name instead. */
	readonly mayBeNew: boolean;
}

/**
 * Somebody is known to a provider, and perhaps to this workspace. Whose address or account it is about is not said: that
 * would tell strangers who is here. (That a username is taken can't be hidden from who gets another one.)
 */
export function confirmPage(texts: Texts, data: ConfirmPageData): Page {
	const { nonce, workspaceName, provider, homeUrl, action, fields, mayBeNew } = data;
	const proof = { ...data, session: 'offer' } as const;
	return layout(texts, {
		...{ nonce, workspaceName },
		title: texts.t('confirm_title'),
		content: html`
			<p>${texts.t('confirm_text', { provider })}</p>
			${proofForm(texts, proof)}
			${
				mayBeNew
					? html`<form class="details" method="post" action="${linkTarget(action)}">
							<p>${texts.t('confirm_new_text')}</p>
							${[...fields, ['choice', 'another_name'] as const].map(
								([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
							)}
							<p class="actions"><button class="button" type="submit">${texts.t('confirm_new')}</button></p>
						</form>`
					: html`<p class="details">${texts.t('confirm_otherwise')}</p>`
			}
			<p class="actions"><a class="button" href="${linkTarget(homeUrl)}">${texts.t('confirm_cancel')}</a></p>
		`,
		script: proofScript(texts, proof),
		fetches: true,
	});
}
