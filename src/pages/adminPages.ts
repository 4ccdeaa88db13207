import { html, linkTarget } from './html';
import type { Page, PageData } from './layout';
import { layout } from './layout';
import type { ProofFormData } from './proof';
import { proofForm, proofScript } from './proof';
import type { Texts } from './texts';

export interface AdminProofPageData extends PageData, Omit<ProofFormData, 'nonce' | 'session'> {
	/** The login page. */
	readonly homeUrl: string;
}

/** Comes first: is it an admin? It asks by itself where this browser is signed in. */
export function adminProofPage(texts: Texts, { homeUrl, ...data }: AdminProofPageData): Page {
	const { nonce, workspaceName } = data;
	const proof = { ...data, session: 'use' } as const;
	return layout(texts, {
		...{ nonce, workspaceName },
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

export interface AdminPageData extends PageData {
	/** Every provider that something is filled in for, and where it is tried. */
	readonly providers: ReadonlyArray<{ readonly name: string; readonly tryUrl: string }>;
	readonly homeUrl: string;
}

/** What an admin can look at and do besides the settings. */
export function adminPage(texts: Texts, { providers, homeUrl, ...page }: AdminPageData): Page {
	return layout(texts, {
		...page,
		title: texts.t('admin_title'),
		content: html`
			<h2>${texts.t('admin_try_title')}</h2>
			<p>${texts.t(providers.length > 0 ? 'admin_try_text' : 'admin_try_none')}</p>
			<ul class="actions stack">
				${providers.map(
					({ name, tryUrl }) =>
						html`<li>
							<a class="button" href="${linkTarget(tryUrl)}">${texts.t('trial_title', { provider: name })}</a>
						</li>`,
				)}
			</ul>
			<p class="actions"><a href="${linkTarget(homeUrl)}">${texts.t('go_to_workspace')}</a></p>
		`,
	});
}
