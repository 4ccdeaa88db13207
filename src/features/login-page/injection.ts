import type { Html } from '../../html/html';
import { html } from '../../html/html';
import type { Texts } from '../../texts/texts';
import type { TermsLink } from './block';
import { restoreCasButton } from './casButtonLabel';
import { addBlock, addTerms, logoutScriptFile, removeBlock, removeTerms } from './block';
import type { ServerSettings } from '../../ports/settings';

const scriptSetting = 'Custom_Script_Logged_Out';
const logoutScriptSetting = 'Custom_Script_On_Logout';
const termsSetting = 'Layout_Login_Terms';

export interface Injection {
	/** Path of the app's public endpoints in the browser. */
	readonly appPath: string;
	/** Shown where scripts are not allowed, or where the admin wants it. */
	readonly link: TermsLink;
	readonly wantsLink: boolean;
	/** In the workspace's language. */
	readonly texts: Texts;
}

/**
 * Puts the buttons onto Rocket.Chat's login page: by a loader in the script for people who are logged out, or, where the
 * server takes no custom script, by a link under the form. A loader in the script for the moment of a sign-out ends this
 * browser's visits of the app's pages, and continues at a provider where the admin wants that. The admin's own texts stay
 * as they are.
 */
export async function showOnLoginPage(
	settings: ServerSettings,
	{ appPath, link, wantsLink, texts }: Injection,
): Promise<void> {
	const hasScript = await change(settings, scriptSetting, (script) => addBlock(script, appPath));
	const addLink = (terms: string): string => addTerms(terms, [link], usualTerms(texts));
	await change(settings, termsSetting, wantsLink || !hasScript ? addLink : removeTerms);
	await change(settings, logoutScriptSetting, (script) => addBlock(script, appPath, logoutScriptFile));
}

export async function removeFromLoginPage(settings: ServerSettings): Promise<void> {
	await change(settings, scriptSetting, removeBlock);
	await change(settings, termsSetting, removeTerms);
	await change(settings, logoutScriptSetting, removeBlock);
	await restoreCasButton(settings);
}

/** Rocket.Chat's own terms, which it shows while the setting is empty. */
function usualTerms(texts: Texts): Html {
	const link = (path: string, label: string): Html => html`<a href="${path}">${label}</a>`;
	const links: Readonly<Record<string, Html>> = {
		'{terms}': link('/terms-of-service', texts.t('terms_of_service')),
		'{privacy}': link('/privacy-policy', texts.t('privacy_policy')),
		'{legal}': link('/legal-notice', texts.t('legal_notice')),
	};
	return html`${texts
		.t('terms_default')
		.split(/(\{\w+\})/)
		.map((part) => links[part] ?? part)}`;
}

/** @returns whether the setting holds what it should */
async function change(settings: ServerSettings, id: string, edit: (text: string) => string): Promise<boolean> {
	const current = await settings.fresh(id);
	// What can't be read is not taken for empty: it would be lost.
	if (current === undefined) return false;
	const before = typeof current === 'string' ? current : '';
	const after = edit(before);
	if (after === before) return true;
	try {
		await settings.set(id, after);
	} catch {
		return false;
	}
	return (await settings.fresh(id)) === after;
}
