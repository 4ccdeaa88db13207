import type { CheckName } from './checks';
import type { ErrorCode } from '../../errors';
import type { Needs, Storage } from '../../ports/ports';
import type { SettingReader } from '../../ports/settings';
import type { StoreReader } from '../../ports/store';
import type { Provider } from '../../settings/provider';
import { readProxyUse, registeredUrl } from '../../settings/proxy';
import { readSite } from '../../settings/workspace';
import { sha256 } from '../../values/digest';

/** A check that did not pass. */
export interface Fault {
	readonly check: CheckName;
	readonly outcome: 'failed' | 'doubtful';
	readonly code: ErrorCode;
	readonly detail: string;
}

/** What the checks of one provider found the last time: a record of the store. */
export interface Findings {
	/** Id of the provider. */
	readonly provider: string;
	/** Hash of the settings that were checked: {@link settingsHash}. */
	readonly settings: string;
	/** Milliseconds since 1970: since when these settings count; 0 where no others were ever checked. */
	readonly since: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly faults: readonly Fault[];
}

const everyKey = 'findings';
const keyOf = (provider: string): string => `findings:${provider}`;

/** Hash of the settings of a provider that a check or a sign-in depends on; the look of the button is none of them. */
export async function settingsHash(
	{ id, traits, issuer, endpoints, clientId, clientSecret, teamId, keyId, scope, rules }: Provider,
	{
		serverSettings,
		appSettings,
		appPath,
	}: Needs<'serverSettings' | 'appPath'> & { readonly appSettings: SettingReader },
): Promise<string> {
	const { url } = await readSite(serverSettings);
	const redirectUri = registeredUrl(url, appPath, id, await readProxyUse(appSettings));
	const own = [traits, issuer, endpoints, clientId, clientSecret, teamId, keyId, scope, rules];
	return sha256(JSON.stringify([...own, redirectUri]));
}

/** The last findings of each provider, by its id. */
export const allFindings = async (store: StoreReader): Promise<Map<string, Findings>> =>
	new Map((await store.all<Findings>(everyKey)).map((one) => [one.provider, one]));

/** Puts new findings in the place of the last ones. */
export async function keepFindings(
	{ provider, settings, faults }: Pick<Findings, 'provider' | 'settings' | 'faults'>,
	last: Findings | undefined,
	{ store, now }: Storage,
): Promise<void> {
	const isSame = last === undefined || last.settings === settings;
	const since = isSame ? (last?.since ?? 0) : now();
	await store.remove(keyOf(provider));
	await store.add(keyOf(provider), { provider, settings, since, at: now(), faults } satisfies Findings, everyKey);
}

export const dropFindings = (provider: string, { store }: Pick<Storage, 'store'>): Promise<void> =>
	store.remove(keyOf(provider));
