import signOut from 'browser-script:signOut';
import { html, linkTarget, script } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface SignOutPageData extends PageData {
	/** Of the workspace; '' without a sub-folder. */
	readonly path: string;
	/** Path of this page. */
	readonly here: string;
	/** Secret of this page, in this browser. */
	readonly form: string;
	/** Whether the person has said already that they want to: they come from the workspace itself. */
	readonly atOnce: boolean;
}

/**
 * Ends the browser's session, by core's own call: the token goes to the server that issued it, from the browser that
 * has it, and the app never sees it.
 */
export function signOutPage(texts: Texts, { path, here, form, atOnce, ...page }: SignOutPageData): Page {
	return layout(texts, {
		...page,
		title: texts.t('sign_out'),
		content: html`
			<p>${texts.t(atOnce ? 'sign_out_progress' : 'sign_out_question')}</p>
			<p id="failure" role="alert" hidden>${texts.t('sign_out_failed')}</p>
			<noscript><p>${texts.t('sign_out_no_script')}</p></noscript>
			<p class="actions">
				<button class="button primary" type="button" id="sign-out">${texts.t('sign_out')}</button>
			</p>
		`,
		script: script(page.nonce, signOut, { path, here: linkTarget(here), form, atOnce }),
		fetches: true,
	});
}

export interface SignedOutPageData extends PageData {
	/** The provider that the browser comes back from. */
	readonly provider?: string | undefined;
	/** The login page. */
	readonly homeUrl: string;
}

/** What has ended, and what may not have. */
export function signedOutPage(texts: Texts, { provider, homeUrl, ...page }: SignedOutPageData): Page {
	return layout(texts, {
		...page,
		title: texts.t('signed_out_title'),
		content: html`
			<p>${texts.t('signed_out_text')}</p>
			<p>${provider ? texts.t('signed_out_at_provider', { provider }) : texts.t('signed_out_not_at_provider')}</p>
			<p class="actions"><a class="button" href="${linkTarget(homeUrl)}">${texts.t('back_to_login')}</a></p>
		`,
	});
}
