import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { ProofFormData } from '../proof/proofForm';
import { proofForm, proofScript } from '../proof/proofForm';
import type { Texts } from '../../texts/texts';

export interface AdminProofPageData extends PageData, Omit<ProofFormData, 'nonce' | 'session'> {
	/** The login page. */
	readonly homeUrl: string;
}

/** Comes first: is it an admin? It asks by itself where this browser is signed in. */
export function adminProofPage(texts: Texts, { homeUrl, ...data }: AdminProofPageData): Page {
	const { nonce, workspaceName } = data;
	const proof = { ...data, session: 'use' } as const;
	return layout(texts, {
		nonce,
		workspaceName,
		title: texts.t('admin_title'),
		content: html`
			<p>${texts.t('admin_who')}</p>
			${proofForm(texts, proof)}
			<p class="actions"><a href="${linkTarget(homeUrl)}">${texts.t('back_to_login')}</a></p>
		`,
		script: proofScript(texts, proof),
		fetches: true,
	});
}
