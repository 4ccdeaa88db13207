import { LoginError } from '../../errors';
import type { WorkspaceAccess } from '../../ports/ports';
import { allProviders } from '../../providers/registry';
import type { Provider } from '../../settings/provider';
import { isUsable, readProviders } from '../../settings/provider';
import type { Fault, Findings } from './findings';
import { allFindings, dropFindings, keepFindings, settingsHash } from './findings';
import { checkProvider } from './checks';

/** Providers that are checked at once. */
const atOnce = 4;

/**
 * Milliseconds after which no other provider is begun: the engine cuts a job off at 30 s, and one provider that does not
 * answer takes some twenty.
 */
const longest = 3_500;

/** Milliseconds. What passed is checked again when it is older; the upkeep comes daily. */
const maximumAge = 20 * 3600_000;

/**
 * Checks the enabled providers, a moment after each save and daily, and keeps what it finds for the status:
 * those whose settings have changed and those with a fault each time, the others once a day.
 *
 * @param since milliseconds since 1970: what was checked after that is not checked again
 * @returns whether there are others, for another job
 */
export async function checkProviders(since: number, ports: WorkspaceAccess): Promise<boolean> {
	const deadline = ports.now() + longest;
	const definitions = await allProviders(ports.appSettings);
	const usable = (await readProviders(definitions, ports.appSettings)).filter(isUsable);
	const known = await allFindings(ports.store);
	for (const id of known.keys()) if (!usable.some((one) => one.id === id)) await dropFindings(id, ports);

	const hashes = new Map(
		await Promise.all(usable.map(async (one) => [one.id, await settingsHash(one, ports)] as const)),
	);
	const age = ({ id }: Provider): number => ageOf(known.get(id), hashes.get(id)!, since, ports.now());
	const due = usable.filter((one) => age(one) >= maximumAge).sort((a, b) => age(b) - age(a));
	const workers = Array.from({ length: atOnce }, async () => {
		while (due.length > 0 && ports.now() < deadline) {
			const { id, definition } = due.shift()!;
			const faults = await faultsOf(definition, ports);
			await keepFindings({ provider: id, settings: hashes.get(id)!, faults }, known.get(id), ports);
		}
	});
	await Promise.all(workers);
	return due.length > 0;
}

/** Milliseconds; what was never checked like this is the oldest, then what had a fault. */
function ageOf(last: Findings | undefined, settings: string, since: number, now: number): number {
	if (last?.settings !== settings) return Infinity;
	if (last.at >= since) return 0;
	return last.faults.some(({ outcome }) => outcome === 'failed') ? now : now - last.at;
}

async function faultsOf(definition: Provider['definition'], ports: WorkspaceAccess): Promise<Fault[]> {
	const checks = await checkProvider(definition, ports);
	return checks.flatMap(({ name, outcome, failure = new LoginError('internal') }) =>
		outcome === 'failed' || outcome === 'doubtful'
			? [{ check: name, outcome, code: failure.code, detail: failure.detail }]
			: [],
	);
}
