import { customNames, customNamesSetting, customProvider, customProviders } from '../../providers/custom';
import { readSetting } from '../../controls/setting';
import type { ProviderDefinition } from '../../providers/definition/definition';
import type { FieldRole } from '../../providers/fields/fields';
import { allProviders } from '../../providers/registry';
import { readProxyUse, registeredUrl } from '../../settings/proxy';
import { readWorkspace } from '../../settings/workspace';
import type { TransferFile } from './transferFile';
import type { Needs, Settings } from '../../ports/ports';

/** What is left to an admin's own hands, of one provider. */
export interface ByHand {
	readonly provider: string;
	/** To be registered at the provider beside the old one, which serves until core's own button is disabled. */
	readonly callbackUrl: string;
	readonly oldCallbackUrl: string;
	/** Core's switch. */
	readonly coreSwitch: string;
	/** Core did not show it: it has to be entered again. */
	readonly isSecretMissing: boolean;
}

export interface CoreSetup {
	readonly settings: TransferFile['settings'];
	readonly byHand: readonly ByHand[];
}

/** Of these, nothing is asked of core: the switch comes last and by hand, and what is shown for copying is our own. */
const leftOut: readonly FieldRole[] = ['enabled', 'callbackUrl'];
const secrets: readonly FieldRole[] = ['clientSecret', 'privateKey'];

/**
 * What core's own sign-in by providers is set to, under the ids that are core's and ours. Core's custom providers have
 * to be named: an app can't list settings.
 *
 * @param names separated by commas
 */
export async function readCore(names: string, ports: Settings & Needs<'appPath'>): Promise<CoreSetup> {
	const { appSettings, serverSettings, appPath } = ports;
	const known = await allProviders(appSettings);
	const named = customNames(names).map(customProvider);
	const definitions = [...known, ...named.filter(({ id }) => known.every((one) => one.id !== id))];
	const [{ url }, proxy] = await Promise.all([readWorkspace(serverSettings), readProxyUse(appSettings)]);
	const settings: TransferFile['settings'] = {};
	const byHand: ByHand[] = [];
	for (const definition of definitions) {
		const found = await readOne(definition, ports);
		if (!found) continue;
		Object.assign(settings, found.settings);
		byHand.push({
			provider: definition.name,
			coreSwitch: found.coreSwitch,
			isSecretMissing: found.isSecretMissing,
			callbackUrl: registeredUrl(url, appPath, definition.id, proxy),
			oldCallbackUrl: `${url}/_oauth/${definition.core?.service ?? definition.id}`,
		});
	}
	const added = named.filter(({ name }) => byHand.some(({ provider }) => provider === name)).map(({ name }) => name);
	const before = await readSetting(customProviders, appSettings);
	const all = [...new Set([...before, ...added])];
	if (all.length > before.length) settings[customNamesSetting] = all.join(', ');
	return { settings, byHand };
}

/** Undefined where core has nothing about the provider that is worth taking. */
async function readOne(
	{ fields }: ProviderDefinition,
	{ serverSettings }: Needs<'serverSettings'>,
): Promise<{ settings: TransferFile['settings']; coreSwitch: string; isSecretMissing: boolean } | undefined> {
	const coreSwitch = fields.find(({ role }) => role === 'enabled')?.id;
	if (!coreSwitch || (await serverSettings.fresh(coreSwitch)) === undefined) return undefined;
	const settings: TransferFile['settings'] = {};
	let isSecretMissing = false;
	for (const { id, role } of fields.filter((field) => !leftOut.includes(field.role))) {
		const value = await serverSettings.fresh(id);
		const isValue =
			(typeof value === 'string' && value !== '') || typeof value === 'boolean' || typeof value === 'number';
		if (isValue) settings[id] = value;
		else if (secrets.includes(role)) isSecretMissing = true;
	}
	const isSetUp = fields.some(({ id, role }) => role === 'clientId' && id in settings);
	return isSetUp ? { settings, coreSwitch, isSecretMissing } : undefined;
}
