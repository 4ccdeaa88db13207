import type { ErrorCode } from '../../errors';
import { LoginError } from '../../errors';
import type { Sealer } from '../../flow/seal';
import type { Ports } from '../../host/ports';
import type { StoreReader } from '../../host/store';
import { latest, replace } from '../../host/store';
import { randomString } from '../../protocol/random';
import type { HttpResponse } from '../../protocol/transport';
import { isSecure, readWorkspace, text } from '../../settings/workspace';
import { findSelf, likelyAddresses } from '../self';
import { casUserPrefix } from './casUser';
import { CoreSettings } from './coreSettings';

/** Whether the CAS bridge works on this server, and if not, why. */
export type Fitness =
	| {
			readonly ready: true;
			readonly internalUrl: string;
			/** Whether requests are kept out of the app's log on this server; see `host/log.ts`. */
			readonly silent: boolean;
	  }
	| { readonly ready: false; readonly code: ErrorCode; readonly detail: string };

interface Checked {
	readonly fitness: Fitness;
	/** The addresses that it was checked with. */
	readonly addresses: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** The server did not answer itself when it was looked at again, as while it starts: that is looked at once more. */
	readonly doubtful?: true;
}

const storeKey = 'fitness';

/** Milliseconds: a day when all is well, half a minute when the admin is likely to be mending it. */
const lifetime = ({ ready }: Fitness): number => (ready ? 24 * 3600_000 : 30_000);

/** What the last check found; undefined before the first. */
export const lastFitness = async (store: StoreReader): Promise<Fitness | undefined> =>
	(await latest<Checked>(store, storeKey))?.fitness;

/** The last check, or a new one where that is too old or was about other addresses. */
export async function fitness(ports: Ports, sealer: Sealer): Promise<Fitness> {
	const [addresses, checked] = await Promise.all([
		readAddresses(ports).then((now) => JSON.stringify(now)),
		ports.memory.records.get(storeKey, () => latest<Checked>(ports.store, storeKey)),
	]);
	const isCurrent = checked?.addresses === addresses && checked.at + lifetime(checked.fitness) > ports.now();
	if (isCurrent) return checked.fitness;
	return ports.memory.shared.run(`${storeKey}:${addresses}`, () => checkFitness(ports, sealer));
}

/** Checks everything that the bridge needs, and takes core's CAS settings over when nothing speaks against it. */
export async function checkFitness(ports: Ports, sealer: Sealer): Promise<Fitness> {
	const last = await latest<Checked>(ports.store, storeKey);
	const asked = await readAddresses(ports);
	const result = await check(asked, ports, sealer).catch((error: unknown): Fitness => {
		if (error instanceof LoginError) return { ready: false, code: error.code, detail: error.detail };
		throw error;
	});
	// Read again, as the check may have set it; the others as they were checked, whatever an admin has saved meanwhile.
	const casBaseUrl = text(await ports.serverSettings.get('CAS_base_url'));
	const addresses = JSON.stringify({ ...asked, casBaseUrl });
	const isStarting =
		!result.ready &&
		result.code === 'workspace_unreachable' &&
		last?.fitness.ready &&
		!last.doubtful &&
		last.addresses === addresses;
	const checked: Checked = isStarting
		? { ...last, at: ports.now() - lifetime(last.fitness) + lifetime(result), doubtful: true }
		: { fitness: result, addresses, at: ports.now() };
	await replace(ports.store, storeKey, checked);
	ports.memory.records.forget(storeKey);
	return checked.fitness;
}

interface Addresses {
	readonly site: string;
	/** Where core reaches the app's CAS server: HTTPS, core accepts nothing else. */
	readonly cas: string;
	/** What the admin gave as the address at which the server reaches itself; '' to find one. */
	readonly internal: string;
	readonly casBaseUrl: string;
}

async function readAddresses({ appSettings, serverSettings }: Ports): Promise<Addresses> {
	const [{ url }, cas, internal, casBaseUrl] = await Promise.all([
		readWorkspace(serverSettings),
		appSettings.get('Session_cas_url'),
		appSettings.get('Session_internal_url'),
		serverSettings.get('CAS_base_url'),
	]);
	const trim = (value: unknown): string => text(value).replace(/\/+$/, '');
	return { site: url, cas: trim(cas) || url, internal: trim(internal), casBaseUrl: text(casBaseUrl) };
}

async function check({ site, cas, internal }: Addresses, ports: Ports, sealer: Sealer): Promise<Fitness> {
	if (!isSecure(site)) throw new LoginError('workspace_insecure', `Site_Url is ${site || 'empty'}`);
	if (!cas.startsWith('https://')) throw new LoginError('workspace_insecure', 'Session_cas_url is not HTTPS');

	const { url: internalUrl, silent } = await findSelf(internal ? [internal] : likelyAddresses(site), ports, sealer);
	await findSelf([cas], ports, sealer);

	const core = new CoreSettings(ports.serverSettings, ports.appPath);
	if (await core.usedByOthers()) throw new LoginError('cas_in_use', 'CAS_base_url');
	casUserPrefix(text(await ports.serverSettings.fresh('UTF8_User_Names_Validation')));
	await refuseVulnerable(internalUrl, ports);
	await core.takeOver(cas, site, ports.store);
	return { ready: true, internalUrl, silent };
}

/**
 * CVE-2026-45688: servers before 7.10.11, 7.13.7, 8.0.5, 8.1.4, 8.2.3, 8.3.3, 8.4.1 and 8.5.0 hand the credential token
 * on to the database as it comes, so that `{ "$gt": "" }` returns the session of anybody who signed in by CAS within the
 * last minute. A query that the database itself refuses tells such a server from one that looks at the type first: only
 * there does it end otherwise than an unknown token does, which core has to have refused for that: any other answer is
 * no sign of anything.
 */
async function refuseVulnerable(internalUrl: string, { transport }: Ports): Promise<void> {
	const login = async (credentialToken: unknown): Promise<HttpResponse> => {
		const answer = await transport.send({
			method: 'POST',
			url: `${internalUrl}/api/v1/login`,
			// An address of its own, so that nobody's limit is used up.
			headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': randomLoopback() },
			body: JSON.stringify({ cas: { credentialToken } }),
		});
		if (answer.status === 429) throw new LoginError('workspace_limit_unknown');
		return answer;
	};
	const unknown = await login(randomString(32));
	if (unknown.status !== 401) throw new LoginError('workspace_unreachable', `/api/v1/login: HTTP ${unknown.status}`);
	const refused = await login({ $in: 5 });
	if (refused.status !== 401 || refused.body !== unknown.body) throw new LoginError('server_vulnerable');
}

const randomLoopback = (): string => `127.${[...crypto.getRandomValues(new Uint8Array(3))].join('.')}`;
