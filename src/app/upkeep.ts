import type { ISettingUpdater } from '@rocket.chat/apps-engine/definition/accessors';
import { readSetting } from '../controls/setting';
import { Requests } from '../accounts/requests';
import { AttemptLog } from '../attempts/attemptLog';
import { Audit } from '../attempts/audit';
import { tellLeft } from '../attempts/linkNotices';
import { Sealer } from '../browser/seal';
import { labelCasButton } from '../features/login-page/casButtonLabel';
import { showOnLoginPage } from '../features/login-page/injection';
import { resumeImport } from '../features/transfer/runImport';
import { textsFor } from '../texts/texts';
import { customNamesSetting } from '../providers/custom';
import { tallyLinks } from '../features/people/linkCounts';
import { Visits } from '../browser/visits';
import { FreshLogins } from '../features/proof/freshLogins';
import { Proofs } from '../features/proof/proofs';
import type { ProviderDefinition } from '../providers/definition/definition';
import { forgetInstances, knownInstanceOf } from '../providers/instance';
import { renewMetadata } from '../providers/knowledge';
import { neededKeys, OwnKeys } from '../providers/ownKeys';
import { allProviders } from '../providers/registry';
import { CoreSettings } from '../workspace/cas/coreSettings';
import { checkAndTakeOverCas } from '../workspace/bridgeHealth';
import type { Provider } from '../settings/provider';
import { isUsable, readProviders } from '../settings/provider';
import { turnedOnSetting } from '../settings/form';
import { loginPageLinks } from '../settings/loginPage';
import { proxyServerUrl, readProxyUse, registeredUrl } from '../settings/proxy';
import { proxySettings } from '../settings/proxySettings';
import { discoverySource } from '../settings/resolveProvider';
import { readWorkspace } from '../settings/workspace';
import type { Note } from '../workspace/nativeSwitches';
import { followSwitches } from '../workspace/nativeSwitches';
import type { SettingReader } from '../ports/settings';
import type { Needs, Sealing, Settings, WorkspaceAccess } from '../ports/ports';

/**
 * Brings everything outside the app in line with its settings: after a start, after a change, and daily. Each part goes
 * on when another fails: what a sign-in finds undone it does itself, or tells.
 */
export async function upkeep(
	ports: WorkspaceAccess & Needs<'directory' | 'messenger' | 'jobs'>,
	appSettings: ISettingUpdater,
): Promise<void> {
	const { store, serverSettings } = ports;
	const [workspace, definitions] = await Promise.all([readWorkspace(serverSettings), allProviders(ports.appSettings)]);
	const providers = await readProviders(definitions, ports.appSettings);
	const discoverable = providers.filter(
		({ traits, missing }) => traits.protocol === 'openid' && !traits.withoutDiscovery && missing.length === 0,
	);
	await Promise.allSettled([
		showUrls(definitions, workspace.url, ports, appSettings),
		putOntoLoginPage(ports),
		followCas(providers.some(isUsable), ports),
		followSwitches(providers, serverSettings, switchNote(ports.appSettings, appSettings)),
		...discoverable.map((provider) => renewMetadata(discoverySource(provider, workspace), ports)),
		renewOwnKeys(providers, ports),
		forgetRemoved(definitions, ports),
		tallyLinks(ports),
		new Sealer(ports).rotate(),
		new Proofs(store).purge(ports.now()),
		new FreshLogins(ports).purge(),
		new Visits(ports).purge(),
		new AttemptLog(ports).purge(),
		new Audit(ports).purge(),
		tellLeft(ports),
		resumeImport(ports),
		new Requests(ports).purge(),
	]);
}

/** Those that no definition needs any more are forgotten once they do not open any more. */
async function renewOwnKeys(providers: readonly Provider[], ports: Sealing): Promise<void> {
	const keys = new OwnKeys(ports);
	const renewed = providers.map(async ({ id, traits }) => {
		const needed = neededKeys(traits);
		if (needed.length > 0) await keys.renew(await knownInstanceOf(id, ports), needed);
	});
	// One that fails keeps no other back.
	await Promise.allSettled([...renewed, keys.purge()]);
}

/** Only where the names could be read: an empty list for want of an answer would orphan every link. */
async function forgetRemoved(
	definitions: readonly ProviderDefinition[],
	{ appSettings, store, now }: Needs<'store' | 'appSettings' | 'now'>,
): Promise<void> {
	if (typeof (await appSettings.get(customNamesSetting)) !== 'string') return;
	await forgetInstances((id) => definitions.some((definition) => definition.id === id), store, now());
}

/** Core's button says whose CAS login it is when that is settled. */
async function followCas(isNeeded: boolean, ports: WorkspaceAccess): Promise<void> {
	try {
		await (isNeeded ? checkAndTakeOverCas(ports, new Sealer(ports)) : standDown(ports));
	} finally {
		await labelCasButton(ports);
	}
}

/** Nobody can sign in through the app: core's CAS settings are not needed. */
const standDown = (ports: Needs<'appPath' | 'store' | 'serverSettings' | 'memory' | 'now'>): Promise<void> =>
	new CoreSettings(ports).giveBack(ports.store);

/** The URLs to copy follow `Site_Url`, and the callback URLs the proxy. */
async function showUrls(
	definitions: readonly ProviderDefinition[],
	siteUrl: string,
	{ appPath, appSettings }: Needs<'appPath' | 'appSettings'>,
	updater: ISettingUpdater,
): Promise<void> {
	const proxy = await readProxyUse(appSettings);
	const urls = definitions.flatMap(({ id: providerId, fields }) => {
		const field = fields.find(({ role }) => role === 'callbackUrl');
		return field ? [[field.id, registeredUrl(siteUrl, appPath, providerId, proxy)] as const] : [];
	});
	for (const [id, expected] of [...urls, [proxySettings.url.id, proxyServerUrl(siteUrl, appPath)] as const]) {
		if ((await appSettings.get(id)) === expected) continue;
		// One that can't be written now is written the next time, and keeps no other back.
		await updater.updateValue(id, expected).catch(() => undefined);
	}
}

export async function putOntoLoginPage({
	appSettings,
	serverSettings,
	appPath,
}: Settings & Needs<'appPath'>): Promise<void> {
	const { path, language } = await readWorkspace(serverSettings);
	const texts = textsFor(undefined, language);
	await showOnLoginPage(serverSettings, {
		appPath: path + appPath,
		texts,
		link: { href: `${path}${appPath}/signin`, label: texts.t('login_group') },
		wantsLink: await readSetting(loginPageLinks, appSettings),
	});
}

export const switchNote = (settings: SettingReader, updater: ISettingUpdater): Note => ({
	read: () => settings.get(turnedOnSetting),
	write: (ids) => updater.updateValue(turnedOnSetting, ids),
});
