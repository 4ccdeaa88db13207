import type { Problem } from '../../controls/problem';
import { customNamesSetting } from '../../providers/custom';
import { fieldProblem, settingProblem } from '../../settings/problems';
import { endpointRules, readSite } from '../../settings/workspace';
import type { Needs, Settings } from '../../ports/ports';
import type { Movable } from './movableSettings';
import { movableSettings, ofThisWorkspace } from './movableSettings';
import type { TransferFile, Value } from './transferFile';

/** One setting that would be another afterwards. */
export interface Change extends Movable {
	readonly before: unknown;
	readonly after: Value;
	/** Why it can't be stored. */
	readonly problem?: Problem;
}

/** What settings would become. Nothing is changed by making one. */
export interface SettingsPlan {
	readonly changes: readonly Change[];
	/** Settings of another version, or of a provider that is not named. */
	readonly unknown: readonly string[];
	/** Settings that belong to one workspace: those of another are of no use here. */
	readonly elsewhere: readonly string[];
}

/** All of it, or nothing. */
export const isPossible = ({ changes }: Pick<SettingsPlan, 'changes'>): boolean =>
	changes.every(({ problem }) => problem === undefined);

/** Every value passes the same checks as in the admin's form. */
export async function planSettings(settings: TransferFile['settings'], ports: Settings): Promise<SettingsPlan> {
	const movable = await movableAfter(settings, ports);
	const changes: Change[] = [];
	for (const [id, after] of Object.entries(settings)) {
		const one = movable.get(id);
		const before = (await ports.appSettings.stored(id)) ?? one?.setting.packageValue;
		if (one && after !== before)
			changes.push({ ...one, before, after, problem: await problemOf(one, after, movable, ports) });
	}
	const left = Object.keys(settings).filter((id) => !movable.has(id));
	return {
		changes,
		unknown: left.filter((id) => !ofThisWorkspace.has(id)),
		elsewhere: left.filter((id) => ofThisWorkspace.has(id)),
	};
}

/** Ids of the providers that there are, once these settings are stored. */
export const providersAfter = async (settings: TransferFile['settings'], ports: Settings): Promise<Set<string>> =>
	providersIn(await movableAfter(settings, ports));

const providersIn = (movable: ReadonlyMap<string, Movable>): Set<string> =>
	new Set([...movable.values()].flatMap(({ provider }) => provider?.id ?? []));

function movableAfter(settings: TransferFile['settings'], { appSettings }: Settings): Promise<Map<string, Movable>> {
	const names = settings[customNamesSetting];
	return movableSettings(appSettings, typeof names === 'string' ? names : undefined);
}

async function problemOf(
	{ setting, provider, field }: Movable,
	value: Value,
	movable: ReadonlyMap<string, Movable>,
	{ serverSettings }: Needs<'serverSettings'>,
): Promise<Problem | undefined> {
	const rules = endpointRules(await readSite(serverSettings));
	if (provider && field) return fieldProblem(provider, field, value, rules);
	return settingProblem(setting.id, value, { rules, providers: [...providersIn(movable)] });
}
