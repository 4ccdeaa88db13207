import { html, linkTarget, script } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface SignedInPageData extends PageData {
	readonly userId: string;
	/** The login token. It stands in this page's body and nowhere else. */
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
	const { userId, token, expires, storage, style, homePath, mobileApp = '', ...page } = data;
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
				<a class="button" href="${home}">${texts.t('go_to_workspace')}</a>
			</p>
		`,
		script: script(data.nonce, handOff, {
			...{ userId, token, expires: expires.getTime(), storage, style, home },
			mobileApp: mobileApp.replace(/^https:\/\//, ''),
		}),
	});
}

type HandOff = {
	readonly userId: string;
	readonly token: string;
	/** Milliseconds since 1970. */
	readonly expires: number;
	readonly storage: 'localStorage' | 'sessionStorage';
	readonly style: 'popup' | 'redirect';
	readonly home: string;
	/** Where the person may go on in the mobile app: the workspace, as that knows it. */
	readonly mobileApp: string;
};

/** Runs in the browser (see callInBrowser). */
function handOff(session: HandOff): void {
	const opener = openerOfThisWorkspace();
	show('progress', true);
	// A popup has a session storage of its own: what the login page is to find must be put into the login page's.
	const target = opener || window;
	try {
		const storage = target[session.storage];
		// The keys and formats of Meteor (accounts-base, accounts_client.js). The token comes last: it is what other
		// windows look out for.
		storage.setItem('Meteor.userId', session.userId);
		storage.setItem('Meteor.loginTokenExpires', String(new Date(session.expires)));
		storage.setItem('Meteor.loginToken', session.token);
		if (storage.getItem('Meteor.loginToken') !== session.token) {
			throw new Error('not stored');
		}
	} catch {
		show('progress', false);
		show('failure', true);
		return;
	}
	if (opener) {
		opener.location.replace(session.home);
	}
	// Cut off from the login page (a provider's Cross-Origin-Opener-Policy does that), this window may still close: the
	// login page finds the session in the shared local storage. In a session storage it would be lost with the window.
	if (opener || (session.style === 'popup' && !window.opener && session.storage === 'localStorage')) {
		window.close();
		window.setTimeout(goHome, 1000);
	} else if (session.mobileApp) {
		offerMobileApp();
	} else {
		goHome();
	}

	/**
	 * By the app's own scheme, and not by the https address that also leads there: a browser without the app would open
	 * that one, and with it take the session to somebody else's server. Another app may have claimed the scheme; so it takes
	 * a tap.
	 */
	function offerMobileApp(): void {
		const button = document.getElementById('mobile-app');
		show('progress', false);
		show('choice', true);
		show('mobile-app', true);
		if (button) {
			button.addEventListener('click', () => {
				const values = { host: session.mobileApp, token: session.token, userId: session.userId };
				const query = Object.entries(values).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
				window.location.href = `rocketchat://auth?${query.join('&')}`;
			});
		}
	}

	/** The window that opened this popup, if it is a page of this origin; nothing is said to any other. */
	function openerOfThisWorkspace(): Window | null {
		try {
			const { opener } = window;
			const ours = session.style === 'popup' && opener && opener !== window && !opener.closed;
			return ours && opener.location.origin === window.location.origin ? opener : null;
		} catch {
			return null;
		}
	}

	/** Takes this page's place in the history, so that nobody comes back to it. */
	function goHome(): void {
		window.location.replace(session.home);
	}

	function show(id: string, visible: boolean): void {
		const element = document.getElementById(id);
		if (element) {
			element.hidden = !visible;
		}
	}
}
