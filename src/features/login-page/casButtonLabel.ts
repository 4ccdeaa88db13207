import { readWorkspace } from '../../settings/workspace';
import { inEveryLanguage, textsFor } from '../../texts/texts';
import { isOurCas } from '../../workspace/cas/coreSettings';
import type { Needs } from '../../ports/ports';
import type { ServerSettings } from '../../ports/settings';

const setting = 'CAS_button_label_text';

/** Core's default: it tells people nothing. */
const usual = 'CAS';

/**
 * Says on core's own CAS button, in the workspace's language, where it leads: to the list of providers. People see it where
 * the login page's script is not, and before that has come. Only core's default makes way, and comes back when core's CAS
 * login is the app's no longer: an admin's own label stays.
 */
export async function labelCasButton({ serverSettings, appPath }: Needs<'serverSettings' | 'appPath'>): Promise<void> {
	const isOurs = isOurCas(await serverSettings.fresh('CAS_base_url'), appPath);
	const { language } = await readWorkspace(serverSettings);
	await setLabel(isOurs ? textsFor(undefined, language).t('login_group') : usual, serverSettings);
}

export const restoreCasButton = (settings: ServerSettings): Promise<void> => setLabel(usual, settings);

async function setLabel(label: string, settings: ServerSettings): Promise<void> {
	const current = await settings.fresh(setting);
	const isOurs = inEveryLanguage('login_group').some((text) => text === current);
	if (current !== label && (isOurs || current === usual)) await settings.set(setting, label);
}
