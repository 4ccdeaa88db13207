import type { Link } from '../../accounts/links';
import { linksOn, shelves } from '../../accounts/links';
import type { Needs, Settings } from '../../ports/ports';
import { instanceOf } from '../../providers/instance';
import { allProviders } from '../../providers/registry';
import { readSite } from '../../settings/workspace';
import { movableSettings } from './movableSettings';
import type { TransferFile, TransferredLink } from './transferFile';

type ExportPorts = Settings & Needs<'store' | 'directory' | 'now'>;

/** Links of one part: their accounts are looked up by one request, and the part can be pasted into the import's form. */
export const linksPerPart = 120;

/**
 * Part of an export: the links whose identity is `from` or after it, and before `to`, in the order of their identities. A
 * link that is made or removed between two parts moves no other one out of its part.
 */
export interface PartRange {
	/** '': from the first one. */
	readonly from: string;
	/** '': to the last one. */
	readonly to: string;
}

/** Of some shelves, sorted by identity. */
async function sortedLinks(wanted: readonly string[], { store }: Needs<'store'>): Promise<Link[]> {
	const links: Link[] = [];
	for (const shelf of wanted) links.push(...(await linksOn(shelf, store)));
	return links.sort((a, b) => (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0));
}

/** The parts of an export, in which each link of today is once. One where there are few. */
export async function exportRanges(ports: Needs<'store'>): Promise<PartRange[]> {
	const links = await sortedLinks(shelves, ports);
	const starts = links.flatMap(({ identity }, index) => (index % linksPerPart === 0 ? [identity] : []));
	const from = ['', ...starts.slice(1)];
	return from.map((start, index) => ({ from: start, to: from[index + 1] ?? '' }));
}

/**
 * A part of what the app would lose by being uninstalled. The first one has the settings, too.
 *
 * @param withSecrets also client secrets and keys, as far as settings hold them
 */
export async function exportPart(range: PartRange, withSecrets: boolean, ports: ExportPorts): Promise<TransferFile> {
	return {
		format: 'oauth-login',
		version: 1,
		workspace: (await readSite(ports.serverSettings)).url,
		exportedAt: new Date(ports.now()).toISOString(),
		settings: range.from === '' ? await exportSettings(ports, withSecrets) : {},
		links: await exportLinks(range, ports),
	};
}

async function exportSettings({ appSettings }: Settings, withSecrets: boolean): Promise<TransferFile['settings']> {
	const movable = [...(await movableSettings(appSettings)).values()].filter((one) => withSecrets || !one.isSecret);
	const settings: TransferFile['settings'] = {};
	for (const { setting } of movable) {
		const value = await appSettings.stored(setting.id);
		const isValue = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
		if (isValue && value !== setting.packageValue) settings[setting.id] = value;
	}
	return settings;
}

/** By the provider's id: its instance is made again with the app. */
async function exportLinks({ from, to }: PartRange, ports: ExportPorts): Promise<TransferredLink[]> {
	const { store, appSettings, directory } = ports;
	const instances = new Map<string, string>();
	for (const { id } of await allProviders(appSettings)) instances.set(await instanceOf(id, store), id);
	const wanted = shelves.filter(
		(shelf) => (from === '' || shelf >= from.slice(0, 1)) && (to === '' || shelf <= to.slice(0, 1)),
	);
	const links = (await sortedLinks(wanted, ports)).filter(
		({ identity, provider }) => identity >= from && (to === '' || identity < to) && instances.has(provider),
	);
	const accounts = await Promise.all(links.map(({ userId }) => directory.byId(userId)));
	return links.flatMap(({ provider, issuer, subject, userId, casUser, generation, linkedAt }, index) => {
		const username = accounts[index]?.username;
		if (username === undefined) return [];
		return [{ provider: instances.get(provider)!, issuer, subject, userId, username, casUser, generation, linkedAt }];
	});
}
