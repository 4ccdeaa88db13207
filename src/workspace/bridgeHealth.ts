import { sharedCalls } from '../values/sharedCalls';
import type { ErrorCode, Reason } from '../errors';
import { LoginError, mayPass } from '../errors';
import type { Sealer } from '../browser/seal';
import { fingerprint } from '../values/digest';
import type { RestFinding } from './rest/checkServiceAccount';
import { checkServiceAccount } from './rest/checkServiceAccount';
import { RestApi } from './rest/restApi';
import type { ServiceAccount } from './rest/serviceAccount';
import { readServiceAccount } from './rest/serviceAccount';
import type { BridgeChoice } from '../settings/bridge';
import { bridgeSetting } from '../settings/bridge';
import { readSetting } from '../controls/setting';
import { checkCas, takeOverCas } from './cas/checkCas';
import { CoreSettings, usesOwnCasNow } from './cas/coreSettings';
import type { Addresses, Self } from './address/self';
import { findInternal, readAddresses } from './address/self';
import type { Slot } from '../ports/memory';
import type { StoreReader } from '../ports/store';
import { latest, replace } from '../values/records';
import { text } from '../values/parse';
import { serviceAccountSettings } from '../settings/serviceAccount';
import type { Needs, Settings, WorkspaceAccess } from '../ports/ports';

/** By which bridge people are signed in on this server, or why nobody can be. */
export type BridgeHealth = (
	| {
			readonly ready: true;
			readonly bridge: 'cas' | 'rest';
			readonly internalUrl: string;
			/** Whether requests are kept out of the app's log on this server; see `host/log.ts`. */
			readonly silent: boolean;
			/** Why it is not the CAS bridge, where that was tried. */
			readonly casProblem?: Reason;
	  }
	| ({ readonly ready: false } & Reason)
) & {
	/** Of the service account; absent where there is none. */
	readonly rest?: RestFinding;
};

/** Also a record of the store: its names are not the code's to change. */
interface Checked {
	readonly fitness: BridgeHealth;
	/** Fingerprint of the {@link CheckInputs}. */
	readonly circumstances: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** The server did not answer itself when it was looked at again, as while it starts: that is looked at once more. */
	readonly doubtful?: true;
}

const storeKey = 'fitness';

/**
 * What this process has found. Another instance may run another version of the server, and reach itself elsewhere: what
 * it found counts for itself alone, and the record of the store is for those who read how things are.
 */
const ownChecks: Slot<{ checked?: Checked; inspected?: Checked }> = () => ({});

/**
 * Milliseconds: a day when all is well, an hour while something may pass, half a minute when the admin is likely to be
 * mending it, and hardly any time while the server starts.
 */
function lifetime(found: BridgeHealth): number {
	if (!found.ready) return found.code === 'workspace_unreachable' ? 2_000 : 30_000;
	return found.casProblem && mayPass(found.casProblem.code) ? 3600_000 : 24 * 3600_000;
}

/** What the last check found, on whichever instance; undefined before the first. */
export const lastBridgeHealth = async (store: StoreReader): Promise<BridgeHealth | undefined> =>
	(await latest<Checked>(store, storeKey))?.fitness;

/**
 * The same, with core's CAS settings as they are now: an admin may have put in another CAS server since. Where the REST
 * bridge is ready, the next sign-in goes by that.
 */
export async function currentBridgeHealth({
	store,
	serverSettings,
	appPath,
}: { readonly store: StoreReader } & Needs<'serverSettings' | 'appPath'>): Promise<BridgeHealth | undefined> {
	const health = await lastBridgeHealth(store);
	if (!health?.ready || health.bridge !== 'cas' || health.rest?.ready) return health;
	const isForeign = await usesOwnCasNow({ serverSettings, appPath });
	const found = health.rest && { rest: health.rest };
	return isForeign ? { ready: false, code: 'cas_in_use', detail: 'CAS_base_url', ...found } : health;
}

/** Whether the last check was made in other circumstances than those of now. */
export async function isOutdated(ports: WorkspaceAccess): Promise<boolean> {
	const shown = await latest<Checked>(ports.store, storeKey);
	return shown !== undefined && shown.circumstances !== (await fingerprintOf(await readInputs(ports), ports));
}

/**
 * By which bridge people are signed in: the last check of this process, or a new one where that is too old or was made
 * with other settings. A new check takes core's CAS settings over where the CAS bridge is chosen.
 */
export async function takeOverCasIfChosen(ports: WorkspaceAccess, sealer: Sealer): Promise<BridgeHealth> {
	const fingerprint = await fingerprintOf(await readInputs(ports), ports);
	const { checked } = ports.memory.of(ownChecks);
	if (isCurrent(checked, fingerprint, ports)) return checked.fitness;
	return ports.memory.of(sharedCalls).run(`${storeKey}:${fingerprint}`, () => checkAndTakeOverCas(ports, sealer));
}

/** The last check, or a look without changing anything: for everything that signs nobody in. */
export async function knownBridgeHealth(ports: WorkspaceAccess, sealer: Sealer): Promise<BridgeHealth> {
	const circumstances = await fingerprintOf(await readInputs(ports), ports);
	const own = ports.memory.of(ownChecks);
	const known = [own.checked, own.inspected].find((one) => isCurrent(one, circumstances, ports));
	if (known) return known.fitness;
	const fitness = await inspectBridgeHealth(ports, sealer);
	own.inspected = { fitness, circumstances, at: ports.now() };
	return fitness;
}

/** How things are now. Nothing is changed, and nothing is remembered. */
export const inspectBridgeHealth = async (
	ports: Settings & Needs<'appPath' | 'transport' | 'environment'>,
	sealer: Sealer,
): Promise<BridgeHealth> =>
	chooseBridge(await readInputs(ports), (addresses) => checkCas(addresses, ports, sealer), ports, sealer);

const isCurrent = (checked: Checked | undefined, fingerprint: string, { now }: Needs<'now'>): checked is Checked =>
	checked?.circumstances === fingerprint && checked.at + lifetime(checked.fitness) > now();

/**
 * Checks by which bridge people can be signed in, and remembers it. Core's CAS settings are taken over where that is the
 * CAS bridge, and given back where it is the REST bridge on every instance.
 */
export async function checkAndTakeOverCas(ports: WorkspaceAccess, sealer: Sealer): Promise<BridgeHealth> {
	const { store } = ports;
	const own = ports.memory.of(ownChecks);
	const shown = await latest<Checked>(store, storeKey);
	const inputs = await readInputs(ports);
	const found = await chooseBridge(inputs, (addresses) => takeOverCas(addresses, ports, sealer), ports, sealer);
	// Computed afterwards, as the check may have set `CAS_base_url`; of the inputs from before, whatever was saved meanwhile.
	const circumstances = await fingerprintOf(inputs, ports);
	const checked: Checked = { fitness: found, circumstances, at: ports.now() };
	own.checked = doubted(checked, own.checked) ?? checked;
	if (isRestEverywhere(own.checked.fitness)) await new CoreSettings(ports).giveBack(store);
	await replace(store, storeKey, doubted(checked, shown) ?? checked);
	return own.checked.fitness;
}

/** Whether no instance uses core's CAS settings: one that can't, while others can, must not take them away. */
const isRestEverywhere = (found: BridgeHealth): boolean =>
	found.ready && found.bridge === 'rest' && !(found.casProblem && ofOneInstance.has(found.casProblem.code));

const ofOneInstance: ReadonlySet<ErrorCode> = new Set([
	'server_vulnerable',
	'workspace_unreachable',
	'workspace_limit_unknown',
]);

/** The last check for another half minute, where the server does not answer itself as long as it starts. */
function doubted({ fitness, circumstances, at }: Checked, last: Checked | undefined): Checked | undefined {
	if (!last || !isStarting(fitness, last, circumstances)) return undefined;
	return { ...last, at: at - lifetime(last.fitness) + 30_000, doubtful: true };
}

/** What was well in the same circumstances, and now does not answer, as while a server starts. */
function isStarting(found: BridgeHealth, last: Checked, circumstances: string): boolean {
	if (!last.fitness.ready || last.doubtful || last.circumstances !== circumstances) return false;
	if (!found.ready) return found.code === 'workspace_unreachable';
	return last.fitness.bridge === 'cas' && found.casProblem?.code === 'workspace_unreachable';
}

/** What a check goes by. */
interface CheckInputs {
	readonly choice: BridgeChoice;
	readonly addresses: Addresses;
	/** A reason where half of it is missing. */
	readonly account: ServiceAccount | Reason | undefined;
}

async function readInputs(ports: Settings & Needs<'environment'>): Promise<CheckInputs> {
	const [choice, addresses, account] = await Promise.all([
		readSetting(bridgeSetting, ports.appSettings),
		readAddresses(ports),
		readServiceAccount(ports).catch(reasonOf),
	]);
	return { choice, addresses, account };
}

/** A hash, because the record must not hold the token. */
const fingerprintOf = async (inputs: CheckInputs, { serverSettings }: Needs<'serverSettings'>): Promise<string> =>
	fingerprint(JSON.stringify([inputs, text(await serverSettings.get('CAS_base_url'))]));

/** @param tryCas `checkCas` to look only, `takeOverCas` to act */
async function chooseBridge(
	{ choice, addresses, account }: CheckInputs,
	tryCas: (addresses: Addresses) => Promise<Self>,
	ports: Needs<'appPath' | 'transport' | 'serverSettings'>,
	sealer: Sealer,
): Promise<BridgeHealth> {
	const cas = choice === 'rest' ? undefined : await tryCas(addresses).catch(reasonOf);
	const isCas = cas !== undefined && 'url' in cas;
	const self = isCas ? cas : account && (await findInternal(addresses, ports, sealer).catch(reasonOf));
	const rest = account && self && (await checkRest(account, self, ports));
	const found = rest && { rest };
	if (isCas) return { ready: true, bridge: 'cas', ...at(cas), ...found };

	const casProblem = cas && { casProblem: cas };
	if (choice !== 'cas' && rest?.ready && self && 'url' in self) {
		return { ready: true, bridge: 'rest', ...at(self), ...casProblem, ...found };
	}
	const problem = cas ?? (rest && !rest.ready ? rest.problems[0] : undefined) ?? noAccount;
	return { ready: false, ...problem, ...found };
}

const at = ({ url, silent }: Self) => ({ internalUrl: url, silent });

const noAccount: Reason = {
	code: 'rest_credentials_missing',
	detail: `${serviceAccountSettings.userId.id}, ${serviceAccountSettings.token.id}`,
};

async function checkRest(
	account: ServiceAccount | Reason,
	self: Self | Reason,
	ports: Needs<'transport'>,
): Promise<RestFinding> {
	if ('code' in account) return { ready: false, problems: [account] };
	if ('code' in self) return { ready: false, problems: [self] };
	return checkServiceAccount(account, new RestApi(ports.transport, self.url, account));
}

function reasonOf(error: unknown): Reason {
	if (!(error instanceof LoginError)) throw error;
	return { code: error.code, detail: error.detail };
}
