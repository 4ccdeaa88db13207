import type { Link } from '../../accounts/links';
import { allLinks } from '../../accounts/links';
import type { Slot } from '../../ports/memory';
import type { Needs, Settings, Storage } from '../../ports/ports';
import { instanceOf } from '../../providers/instance';
import { allProviders } from '../../providers/registry';
import { readSite } from '../../settings/workspace';
import { movableSettings } from './movableSettings';
import type { TransferFile, TransferredLink } from './transferFile';

type ExportPorts = Storage & Settings & Needs<'directory'>;

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

/** The links as they were read last: a part after the other needs them. */
const read: Slot<{ at: number; links: Promise<readonly Link[]> | undefined }> = () => ({ at: 0, links: undefined });

/** Milliseconds. */
const fresh = 30_000;

/** Every link, sorted by its identity. Read once for the parts that are asked for one after the other. */
function sortedLinks({ store, memory, now }: Storage): Promise<readonly Link[]> {
	const last = memory.of(read);
	if (!last.links || last.at + fresh <= now()) {
		last.at = now();
		last.links = allLinks(store).then((links) =>
			links.sort((a, b) => (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0)),
		);
		last.links.catch(() => (last.links = undefined));
	}
	return last.links;
}

/** The parts of an export, in which each link of today is once. One where there are few. */
export async function exportRanges(ports: Storage): Promise<PartRange[]> {
	ports.memory.of(read).links = undefined;
	const links = await sortedLinks(ports);
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
	const links = (await sortedLinks(ports)).filter(
		({ identity, provider }) => identity >= from && (to === '' || identity < to) && instances.has(provider),
	);
	const accounts = await Promise.all(links.map(({ userId }) => directory.byId(userId)));
	return links.flatMap(({ provider, issuer, subject, userId, casUser, generation, linkedAt }, index) => {
		const username = accounts[index]?.username;
		if (username === undefined) return [];
		return [{ provider: instances.get(provider)!, issuer, subject, userId, username, casUser, generation, linkedAt }];
	});
}
