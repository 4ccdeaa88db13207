import type { ISettingUpdater } from '@rocket.chat/apps-engine/definition/accessors';
import { purgeUsed } from '../flow/once';
import { Sealer } from '../flow/seal';
import type { Ports } from '../host/ports';
import { showOnLoginPage } from '../login-page/injection';
import { textsFor } from '../pages/texts';
import { catalog } from '../providers/catalog';
import { refreshMetadata } from '../providers/knowledge';
import { CoreSettings } from '../session/cas/coreSettings';
import { checkFitness } from '../session/cas/fitness';
import { callbackUrl, isUsable, readProviders } from '../settings/provider';
import { endpointRules, readWorkspace } from '../settings/workspace';

/**
 * Brings everything outside the app in line with its settings: after a start, after a change, and daily. Each part goes
 * on when another fails: what a sign-in finds undone it does itself, or tells.
 */
export async function upkeep(ports: Ports, appSettings: ISettingUpdater): Promise<void> {
	const [workspace, providers] = await Promise.all([
		readWorkspace(ports.serverSettings),
		readProviders(catalog, ports.appSettings),
	]);
	const complete = providers.filter(({ missing }) => missing.length === 0);
	await Promise.allSettled([
		showCallbackUrls(workspace.url, ports, appSettings),
		putOntoLoginPage(ports),
		providers.some(isUsable) ? checkFitness(ports, new Sealer(ports.store, ports.memory, ports.now)) : standDown(ports),
		...complete.map(({ issuer }) => refreshMetadata(issuer, ports, endpointRules(workspace))),
		purgeUsed(ports.store, ports.now()),
	]);
}

/** Nobody can sign in through the app: core's CAS settings are not needed. */
const standDown = (ports: Ports): Promise<void> =>
	new CoreSettings(ports.serverSettings, ports.appPath).giveBack(ports.store);

/** The callback URL is there to be copied: an edited one goes back, and all follow `Site_Url`. */
export async function showCallbackUrls(
	siteUrl: string,
	{ appPath, appSettings }: Ports,
	updater: ISettingUpdater,
): Promise<void> {
	for (const { id: providerId, fields } of catalog) {
		const field = fields.find(({ role }) => role === 'callbackUrl');
		const expected = callbackUrl(siteUrl, appPath, providerId);
		if (field && (await appSettings.get(field.id)) !== expected) await updater.updateValue(field.id, expected);
	}
}

export async function putOntoLoginPage({
	appSettings,
	serverSettings,
	appPath,
}: Pick<Ports, 'appSettings' | 'serverSettings' | 'appPath'>): Promise<void> {
	const { path, language } = await readWorkspace(serverSettings);
	await showOnLoginPage(serverSettings, {
		appPath: path + appPath,
		link: { href: `${path}${appPath}/signin`, label: textsFor(undefined, language).t('providers_title') },
		wantsLink: (await appSettings.get('Login_page_links')) === true,
	});
}
