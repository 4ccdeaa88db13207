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
}

/**
 * Somebody is known to a provider, and perhaps to this workspace. The page says the same to everybody: what made the
 * workspace ask - a username, an address, no more than a rule - would tell strangers who is here.
 */
export function confirmPage(texts: Texts, data: ConfirmPageData): Page {
	const { nonce, workspaceName, provider, homeUrl } = data;
	const proof = { ...data, session: 'offer' } as const;
	return layout(texts, {
		...{ nonce, workspaceName },
		title: texts.t('confirm_title'),
		content: html`
			<p>${texts.t('confirm_text', { provider })}</p>
			${proofForm(texts, proof)}
			<p class="hint">${texts.t('confirm_otherwise')}</p>
			<p class="actions"><a class="button" href="${linkTarget(homeUrl)}">${texts.t('confirm_cancel')}</a></p>
		`,
		script: proofScript(texts, proof),
		fetches: true,
	});
}
