import type { Link } from '../../accounts/links';
import { Links } from '../../accounts/links';
import type { LinkNotice, NoticePorts } from '../../attempts/linkNotices';
import { unlinkWithNotice } from '../../attempts/linkNotices';
import { useOnce } from '../../browser/once';
import { sha256 } from '../../values/digest';
import type { Provider } from '../../settings/provider';
import { isUsable } from '../../settings/provider';
import { providersByInstance } from '../../settings/providersByInstance';
import type { Instances } from '../../settings/providersByInstance';

/** A link of an account, as the page of linked accounts shows it. */
export interface Connection {
	readonly link: Link;
	/** Absent where it was removed, or set up again: nobody can sign in by the link any more. */
	readonly provider?: Provider;
	/** Whether the account can be signed in to without it. */
	readonly removable: boolean;
}

/**
 * The links of an account, and which of them may be removed. The last one stays: a person without a password would never
 * get in again. No accessor tells whether there is a password, so there is one only where the person has just used it.
 */
export function connectionsOf(links: readonly Link[], hasPassword: boolean, providers: Instances): Connection[] {
	const isWayIn = ({ provider }: Link): boolean => {
		const found = providers.get(provider);
		return found !== undefined && isUsable(found);
	};
	return links.map((link) => ({
		link,
		provider: providers.get(link.provider),
		removable: hasPassword || links.some((other) => other !== link && isWayIn(other)),
	}));
}

/**
 * Unlinks an identity from an account, unless that is the last way in. Of two removals at once one wins: each could take
 * the other's link for the way in that is left.
 *
 * @param identity of the link, as the page posts it
 * @returns the notice of the link that is gone, which is to be told; `'last'`; undefined where there is no such link, or another change came first
 */
export async function unlinkIdentity(
	identity: unknown,
	{ userId, hasPassword }: { readonly userId: string; readonly hasPassword: boolean },
	ports: NoticePorts,
): Promise<LinkNotice | 'last' | undefined> {
	const links = new Links(ports.store);
	const before = await links.of(userId);
	const found = connectionsOf(before, hasPassword, await providersByInstance(ports)).find(
		({ link }) => link.identity === identity,
	);
	if (!found) return undefined;
	if (!found.removable) return 'last';
	const state = await sha256(JSON.stringify(before.map(({ identity: one, linkedAt }) => [one, linkedAt])));
	if (!(await useOnce(`links:${state}`, ports.now() + 60_000, ports.store, ports.memory))) return undefined;
	return unlinkWithNotice(found.link, { event: 'link_removed', by: userId, what: found.link.issuer }, ports);
}
