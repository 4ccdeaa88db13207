import { isPrivileged } from '../../accounts/decide';
import { readPrivilegedRoles } from '../../accounts/policy';
import type { Account } from '../../ports/directory';
import type { Link } from '../../accounts/links';
import { identityKey, Links } from '../../accounts/links';
import { customNamesSetting } from '../../providers/custom';
import { instanceOf } from '../../providers/instance';
import type { Problem } from '../../controls/problem';
import { fieldProblem, settingProblem } from '../../settings/problems';
import { endpointRules, readSite } from '../../settings/workspace';
import type { TransferFile, TransferredLink } from './transferFile';
import type { Movable } from './movableSettings';
import { movableSettings } from './movableSettings';
import type { Needs, Settings } from '../../ports/ports';

type Value = string | boolean | number;

/** One setting that would be another afterwards. */
export interface Change extends Movable {
	readonly before: unknown;
	readonly after: Value;
	/** Why it can't be stored. */
	readonly problem?: Problem;
}

/** What would come of it. Nothing is changed by making one. */
export interface Plan {
	readonly changes: readonly Change[];
	/** Settings of another version, or of a provider that is not named. */
	readonly unknown: readonly string[];
	readonly links: ReadonlyArray<{ readonly link: Link; readonly username: string }>;
	/** Of accounts that are not there, or that are somebody else's by now. */
	readonly lostLinks: readonly TransferredLink[];
	/** Of accounts that a file may open no way into: those with a privileged role, bots, and those that are deactivated. */
	readonly refusedLinks: readonly TransferredLink[];
	/** That their owners have removed since: a copy from before brings none of them back. */
	readonly removedLinks: readonly TransferredLink[];
}

/** All of it, or nothing. */
export const isPossible = ({ changes }: Pick<Plan, 'changes'>): boolean =>
	changes.every(({ problem }) => problem === undefined);

export const isEmpty = ({ changes, links }: Plan): boolean => changes.length + links.length === 0;

/** Every value passes the same checks as in the admin's form. */
export async function planImport(
	{ settings, links }: Pick<TransferFile, 'settings' | 'links'>,
	ports: Settings & Needs<'store' | 'directory'>,
): Promise<Plan> {
	const names = settings[customNamesSetting];
	const movable = await movableSettings(ports.appSettings, typeof names === 'string' ? names : undefined);
	const changes: Change[] = [];
	for (const [id, after] of Object.entries(settings)) {
		const one = movable.get(id);
		const before = (await ports.appSettings.stored(id)) ?? one?.setting.packageValue;
		if (one && after !== before)
			changes.push({ ...one, before, after, problem: await problemOf(one, after, movable, ports) });
	}
	return {
		changes,
		unknown: Object.keys(settings).filter((id) => !movable.has(id)),
		...(await planLinks(links, ports, new Set([...movable.values()].flatMap(({ provider }) => provider?.id ?? [])))),
	};
}

async function problemOf(
	{ setting, provider, field }: Movable,
	value: Value,
	movable: ReadonlyMap<string, Movable>,
	{ serverSettings }: Needs<'serverSettings'>,
): Promise<Problem | undefined> {
	const rules = endpointRules(await readSite(serverSettings));
	if (provider && field) return fieldProblem(provider, field, value, rules);
	const providers = [...new Set([...movable.values()].flatMap((one) => one.provider?.id ?? []))];
	return settingProblem(setting.id, value, { rules, providers });
}

async function planLinks(
	transferred: readonly TransferredLink[],
	{ store, directory, appSettings }: Needs<'store' | 'directory' | 'appSettings'>,
	providers: ReadonlySet<string>,
): Promise<Pick<Plan, 'links' | 'lostLinks' | 'refusedLinks' | 'removedLinks'>> {
	const links: Array<Plan['links'][number]> = [];
	const lostLinks: TransferredLink[] = [];
	const refusedLinks: TransferredLink[] = [];
	const removedLinks: TransferredLink[] = [];
	const privilegedRoles = await readPrivilegedRoles(appSettings);
	for (const one of transferred) {
		const { provider: id, issuer, subject, userId, username, casUser, generation, linkedAt } = one;
		const account = providers.has(id) ? await directory.byId(userId) : undefined;
		if (!account || !isSame(account, username)) {
			lostLinks.push(one);
			continue;
		}
		const provider = await instanceOf(id, store);
		const identity = await identityKey({ provider, issuer, subject });
		const known = await new Links(store).find(identity);
		if (known.link) continue;
		if (known.unlinked?.reason === 'removed') {
			removedLinks.push(one);
			continue;
		}
		if (account.kind !== 'person' || !account.active || isPrivileged(account, { privilegedRoles })) {
			refusedLinks.push(one);
			continue;
		}
		const current = Math.max(generation, known.generation);
		const link: Link = { identity, provider, issuer, subject, userId, casUser, generation: current, linkedAt };
		links.push({ link, username });
	}
	return { links, lostLinks, refusedLinks, removedLinks };
}

/** Ids are random: the same one with another name is an account that was renamed, or a file that was written by hand. */
const isSame = ({ username }: Account, expected: string): boolean => username === expected;
