import loginPage from 'browser-script:loginPage';
import type { LoginPageData, LoginPageTexts } from '../../browser-scripts/data';
import { linkTarget } from '../../html/html';
import { callScript } from '../../html/inline';
import type { Texts } from '../../texts/texts';
import { readableLabelColor, sanitiseColor, sanitiseLabel, sanitisePicture } from '../../values/buttonLook';

/** @param straightTo name of the provider that the page leads on to without a click */
export function loginScriptTexts(texts: Texts, straightTo?: string): LoginPageTexts {
	return {
		or: texts.t('login_or'),
		group: texts.t('login_group'),
		popupBlocked: texts.t('login_popup_blocked'),
		popupOpen: texts.t('login_popup_open'),
		showWindow: texts.t('login_show_window'),
		cancel: texts.t('confirm_cancel'),
		unfinished: texts.t('login_unfinished'),
		usedLast: texts.t('login_used_last'),
		straight: straightTo === undefined ? '' : texts.t('login_straight', { provider: sanitiseLabel(straightTo) }),
		inBrowser: texts.t('login_in_browser'),
	};
}

/** The body of `login.js`: puts the providers' buttons onto Rocket.Chat's login page. */
export function loginScript(data: LoginPageData): string {
	return callScript(loginPage, {
		...data,
		homePath: linkTarget(data.homePath),
		providers: data.providers.map(({ color, labelColor, icon, ...button }) => {
			const background = sanitiseColor(color);
			return {
				...button,
				label: sanitiseLabel(button.label),
				title: sanitiseLabel(button.title),
				href: linkTarget(button.href),
				color: background,
				labelColor: background && readableLabelColor(background, labelColor),
				icon: sanitisePicture(icon),
			};
		}),
	});
}
