import { recordCache } from '../values/timedCache';
import { sharedCalls } from '../values/sharedCalls';
import type { Reason } from '../errors';
import { LoginError } from '../errors';
import type { Sealer } from '../browser/seal';
import { sha256 } from '../values/digest';
import type { RestFinding } from './rest/checkServiceAccount';
import { checkServiceAccount } from './rest/checkServiceAccount';
import { RestApi } from './rest/restApi';
import type { ServiceAccount } from './rest/serviceAccount';
import { readServiceAccount } from './rest/serviceAccount';
import type { BridgeChoice } from '../settings/bridge';
import { bridgeSetting } from '../settings/bridge';
import { readSetting } from '../controls/setting';
import { checkCas } from './cas/checkCas';
import { CoreSettings } from './cas/coreSettings';
import type { Addresses, Self } from './address/self';
import { findInternal, readAddresses } from './address/self';
import type { StoreReader } from '../ports/store';
import { latest, replace } from '../values/records';
import type { Ports } from '../ports/ports';
import { text } from '../values/parse';
import { serviceAccountSettings } from '../settings/serviceAccount';

/** By which bridge people are signed in on this server, or why nobody can be. */
export type Fitness = (
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

interface Checked {
	readonly fitness: Fitness;
	/** What it was checked with. */
	readonly circumstances: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** The server did not answer itself when it was looked at again, as while it starts: that is looked at once more. */
	readonly doubtful?: true;
}

const storeKey = 'fitness';

/** Reasons that may pass without anybody's doing. */
const passing: ReadonlySet<string | undefined> = new Set(['workspace_unreachable', 'workspace_limit_unknown']);

/** Milliseconds: a day when all is well, an hour while something may pass, half a minute when the admin is likely to be mending it. */
const lifetime = (found: Fitness): number =>
	!found.ready ? 30_000 : passing.has(found.casProblem?.code) ? 3600_000 : 24 * 3600_000;

/** What the last check found; undefined before the first. */
export const lastFitness = async (store: StoreReader): Promise<Fitness | undefined> =>
	(await latest<Checked>(store, storeKey))?.fitness;

/** The last check, or a new one where that is too old or was made in other circumstances. */
export async function fitness(ports: Ports, sealer: Sealer): Promise<Fitness> {
	const { current, circumstances } = await lastCheck(ports);
	return current ?? ports.memory.of(sharedCalls).run(`${storeKey}:${circumstances}`, () => checkFitness(ports, sealer));
}

/** The same for whoever signs nobody in: core's CAS settings stay whose they are. */
export const knownFitness = async (ports: Ports, sealer: Sealer): Promise<Fitness> =>
	(await lastCheck(ports)).current ?? lookAtFitness(ports, sealer);

/** How things are now, and nothing is changed. */
export const lookAtFitness = async (ports: Ports, sealer: Sealer): Promise<Fitness> =>
	choose(await readCircumstances(ports), ports, sealer, { takesOver: false });

async function lastCheck(ports: Ports): Promise<{ current?: Fitness; circumstances: string }> {
	const [circumstances, checked] = await Promise.all([
		readCircumstances(ports).then((now) => fingerprint(now, ports)),
		ports.memory.of(recordCache).get(storeKey, () => latest<Checked>(ports.store, storeKey)),
	]);
	const isCurrent = checked?.circumstances === circumstances && checked.at + lifetime(checked.fitness) > ports.now();
	return { current: isCurrent ? checked.fitness : undefined, circumstances };
}

/** Looks by which bridge people can be signed in. Core's CAS settings are the app's only while it is the CAS bridge. */
export async function checkFitness(ports: Ports, sealer: Sealer): Promise<Fitness> {
	const last = await latest<Checked>(ports.store, storeKey);
	const asked = await readCircumstances(ports);
	const found = await choose(asked, ports, sealer, { takesOver: true });
	// Made afterwards, as the check may have set `CAS_base_url`; of what was asked before, whatever was saved meanwhile.
	const circumstances = await fingerprint(asked, ports);
	const checked: Checked =
		last && isStarting(found, last, circumstances)
			? { ...last, at: ports.now() - lifetime(last.fitness) + 30_000, doubtful: true }
			: { fitness: found, circumstances, at: ports.now() };
	if (checked.fitness.ready && checked.fitness.bridge === 'rest') {
		await new CoreSettings(ports.serverSettings, ports.appPath).giveBack(ports.store);
	}
	await replace(ports.store, storeKey, checked);
	ports.memory.of(recordCache).forget(storeKey);
	return checked.fitness;
}

/** What was well in the same circumstances, and now does not answer, as while a server starts. */
function isStarting(found: Fitness, last: Checked, circumstances: string): boolean {
	if (!last.fitness.ready || last.doubtful || last.circumstances !== circumstances) return false;
	if (!found.ready) return found.code === 'workspace_unreachable';
	return last.fitness.bridge === 'cas' && found.casProblem?.code === 'workspace_unreachable';
}

interface Circumstances {
	readonly choice: BridgeChoice;
	readonly addresses: Addresses;
	/** A reason where half of it is missing. */
	readonly account: ServiceAccount | Reason | undefined;
}

async function readCircumstances(ports: Ports): Promise<Circumstances> {
	const [choice, addresses, account] = await Promise.all([
		readSetting(bridgeSetting, ports.appSettings),
		readAddresses(ports),
		readServiceAccount(ports).catch(reasonOf),
	]);
	return { choice, addresses, account };
}

/** A hash, because the record must not hold the token. */
const fingerprint = async (circumstances: Circumstances, { serverSettings }: Ports): Promise<string> =>
	sha256(JSON.stringify([circumstances, text(await serverSettings.get('CAS_base_url'))]));

async function choose(
	{ choice, addresses, account }: Circumstances,
	ports: Ports,
	sealer: Sealer,
	options: { readonly takesOver: boolean },
): Promise<Fitness> {
	const cas = choice === 'rest' ? undefined : await checkCas(addresses, ports, sealer, options).catch(reasonOf);
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

async function checkRest(account: ServiceAccount | Reason, self: Self | Reason, ports: Ports): Promise<RestFinding> {
	if ('code' in account) return { ready: false, problems: [account] };
	if ('code' in self) return { ready: false, problems: [self] };
	return checkServiceAccount(account, new RestApi(ports.transport, self.url, account));
}

function reasonOf(error: unknown): Reason {
	if (!(error instanceof LoginError)) throw error;
	return { code: error.code, detail: error.detail };
}
