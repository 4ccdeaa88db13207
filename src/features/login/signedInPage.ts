import handOff from 'browser-script:handOff';
import { html, linkTarget, script } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface SignedInPageData extends PageData {
	/** The provider's id. */
	readonly provider: string;
	readonly userId: string;
	/** The login token. It is in this page's body and nowhere else. */
	readonly token: string;
	readonly expires: Date;
	/** Where the client looks: `sessionStorage` while `Accounts_ForgetUserSessionOnWindowClose` is on. */
	readonly storage: 'localStorage' | 'sessionStorage';
	/** Path of the workspace's first page, such as `/home` or `/sub/home`. */
	readonly homePath: string;
	readonly style: 'popup' | 'redirect';
	/** On a phone: `Site_Url`, as the mobile app is told which workspace it is. */
	readonly mobileApp?: string | undefined;
}

/** The hand-off: stores the session where Rocket.Chat's client looks for it, and goes to the workspace. */
export function signedInPage(texts: Texts, data: SignedInPageData): Page {
	const { provider, userId, token, expires, storage, style, homePath, mobileApp = '', ...page } = data;
	const home = linkTarget(homePath);
	return layout(texts, {
		...page,
		title: texts.t('signed_in_title'),
		content: html`
			<p id="progress" role="status" hidden>${texts.t('signed_in_text')}</p>
			<p id="choice" role="status" hidden>${texts.t('signed_in_choice')}</p>
			<p id="failure" role="alert" hidden>${texts.t('signed_in_no_storage')}</p>
			<noscript><p>${texts.t('signed_in_no_script')}</p></noscript>
			<p class="actions">
				<button class="button primary" type="button" id="mobile-app" hidden>${texts.t('open_mobile_app')}</button>
				<a class="button" id="workspace" href="${home}">${texts.t('go_to_workspace')}</a>
			</p>
		`,
		script: script(data.nonce, handOff, {
			...{ userId, token, expires: expires.getTime(), storage, style, home, provider },
			mobileApp: mobileApp.replace(/^https:\/\//, ''),
		}),
	});
}
