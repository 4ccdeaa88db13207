import type { AttemptEntry } from '../../attempts/attemptLog';
import { allAttempts } from '../../attempts/attemptLog';
import type { Needs } from '../../ports/ports';
import type { SettingReader } from '../../ports/settings';
import type { StoreReader } from '../../ports/store';
import { unreadableBecause } from '../../providers/knowledge';
import { allProviders } from '../../providers/registry';
import type { Provider } from '../../settings/provider';
import { publicKeysUrl, readProviders } from '../../settings/provider';
import { readProxyUse, registeredUrl } from '../../settings/proxy';
import { discoverySource } from '../../settings/resolveProvider';
import { readWorkspace } from '../../settings/workspace';
import type { Texts } from '../../texts/texts';
import type { BridgeHealth } from '../../workspace/bridgeHealth';
import { currentBridgeHealth } from '../../workspace/bridgeHealth';
import type { Findings } from '../checks/findings';
import { allFindings, settingsHash } from '../checks/findings';
import type { ProviderStatus } from './statusLine';
import { statusOf } from './statusLine';

/** What the statuses are read from; nothing is checked, and nothing is written. */
export type StatusSources = Needs<'serverSettings' | 'memory' | 'appPath'> & {
	readonly appSettings: SettingReader;
	readonly store: StoreReader;
};

export interface ProviderStatuses {
	readonly health: BridgeHealth | undefined;
	/** Newest first. */
	readonly attempts: readonly AttemptEntry[];
	/** In the order of their buttons. */
	readonly providers: ReadonlyArray<{ readonly provider: Provider; readonly status: ProviderStatus }>;
}

/** How each provider stands: by its settings, the last checks, and the sign-ins since they are what they are. */
export async function readStatuses(sources: StatusSources, texts: Texts): Promise<ProviderStatuses> {
	const { appSettings, serverSettings, store, memory, appPath } = sources;
	const [health, attempts, findings, definitions, workspace, proxy] = await Promise.all([
		currentBridgeHealth(sources),
		allAttempts(store),
		allFindings(store),
		allProviders(appSettings),
		readWorkspace(serverSettings),
		readProxyUse(appSettings),
	]);
	const providers = await readProviders(definitions, appSettings);
	const statusOfOne = async (provider: Provider): Promise<ProviderStatus> => {
		const last = findings.get(provider.id);
		const current = await currentFindings(last, provider, sources);
		const seen = {
			...{ memory, health, faults: current.faults, checkedAt: current.at },
			attempts: attempts.filter((one) => one.provider === provider.id && one.at >= current.since),
			unreadable: unreadableBecause(discoverySource(provider, workspace), memory),
			callbackUrl: registeredUrl(workspace.url, appPath, provider.id, proxy),
			keysUrl: publicKeysUrl(workspace.url, appPath, provider),
		};
		return statusOf(provider, seen, texts);
	};
	return {
		health,
		attempts,
		providers: await Promise.all(
			providers.map(async (provider) => ({ provider, status: await statusOfOne(provider) })),
		),
	};
}

/** Findings about other settings say nothing, and neither do the sign-ins until then. */
async function currentFindings(
	last: Findings | undefined,
	provider: Provider,
	sources: StatusSources,
): Promise<Pick<Findings, 'faults' | 'at' | 'since'>> {
	if (!last) return { faults: [], at: 0, since: 0 };
	if (last.settings === (await settingsHash(provider, sources))) return last;
	return { faults: [], at: 0, since: last.at };
}
