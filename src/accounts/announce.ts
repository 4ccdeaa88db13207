import { textsFor } from '../texts/texts';
import { providerIdsByInstance } from '../providers/instance';
import { findProvider } from '../providers/registry';
import { readProvider } from '../settings/provider';
import { readWorkspace } from '../settings/workspace';
import type { Needs, Settings } from '../ports/ports';

/**
 * What the owner is told: `link_merged` where an address led to the account, and nobody has proven it; `link_by_admin`
 * where an admin has vouched for it.
 */
const texts = {
	link_made: 'message_link_made',
	link_merged: 'message_link_merged',
	link_by_admin: 'link_by_admin_message',
	link_removed: 'message_link_removed',
} as const;

/** A link of an account that was made or removed. */
export interface LinkChange {
	readonly event: keyof typeof texts;
	/** Id of the account. */
	readonly userId: string;
	/** The provider's instance, as the link has it. */
	readonly instance: string;
}

/**
 * Tells the owner of an account by a direct message. Where that can't be sent, as to a person who was deactivated once,
 * the change is made all the same.
 *
 * @returns whether it was sent
 */
export async function announce(
	{ event, userId, instance }: LinkChange,
	ports: Settings & Needs<'appPath' | 'store' | 'directory' | 'messenger'>,
): Promise<boolean> {
	try {
		const [account, workspace, name] = await Promise.all([
			ports.directory.byId(userId),
			readWorkspace(ports.serverSettings),
			nameOf(instance, ports),
		]);
		if (!account) return false;
		const { t } = textsFor(undefined, workspace.language);
		const values = { provider: name ?? t('connections_unknown'), workspace: workspace.name };
		await ports.messenger.tell(account, {
			text: t(texts[event], values),
			link: { label: t('connections_title'), url: `${workspace.url}${ports.appPath}/connections` },
		});
		return true;
	} catch {
		// A message that can't be sent refuses nobody.
		return false;
	}
}

/** An import tells thousands, one after the other: no other provider is looked at. */
async function nameOf(
	instance: string,
	{ store, appSettings }: Needs<'store' | 'appSettings'>,
): Promise<string | undefined> {
	const id = (await providerIdsByInstance(store)).get(instance);
	const definition = id && (await findProvider(id, appSettings));
	return definition ? (await readProvider(definition, appSettings)).name : undefined;
}
