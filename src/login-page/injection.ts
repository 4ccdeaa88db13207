import type { ServerSettings } from '../host/settings';
import type { TermsLink } from './block';
import { addBlock, addTerms, removeBlock, removeTerms } from './block';

const scriptSetting = 'Custom_Script_Logged_Out';
const termsSetting = 'Layout_Login_Terms';

export interface Injection {
	/** Path of the app's public endpoints in the browser. */
	readonly appPath: string;
	/** Shown where scripts are not allowed, or where the admin wants it. */
	readonly link: TermsLink;
	readonly wantsLink: boolean;
}

/**
 * Puts the buttons onto Rocket.Chat's login page: by a loader in the script for people who are logged out, or, where the
 * server takes no custom script, by a link under the form. The admin's own texts stay as they are.
 */
export async function showOnLoginPage(
	settings: ServerSettings,
	{ appPath, link, wantsLink }: Injection,
): Promise<void> {
	const hasScript = await change(settings, scriptSetting, (script) => addBlock(script, appPath));
	const addLink = (terms: string): string => addTerms(terms, [link]);
	await change(settings, termsSetting, wantsLink || !hasScript ? addLink : removeTerms);
}

export async function removeFromLoginPage(settings: ServerSettings): Promise<void> {
	await change(settings, scriptSetting, removeBlock);
	await change(settings, termsSetting, removeTerms);
}

/** @returns whether the setting holds what it should */
async function change(settings: ServerSettings, id: string, edit: (text: string) => string): Promise<boolean> {
	const current = await settings.fresh(id);
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
