import { isPrivileged } from '../../accounts/decide';
import type { Link } from '../../accounts/links';
import { identityKey, Links } from '../../accounts/links';
import { readPrivilegedRoles } from '../../accounts/policy';
import type { Needs } from '../../ports/ports';
import { instanceOf } from '../../providers/instance';
import type { TransferredLink } from './transferFile';

/** What happens to a link of a file, or why nothing does. */
export type LinkVerdict =
	| 'made'
	/** It is here already. */
	| 'there'
	/** The identity is linked to another account. */
	| 'elsewhere'
	/** The account is not there, or has another name: ids are random, so it was renamed, or the file was written by hand. */
	| 'lost'
	/** The account has a privileged role, is a bot or deactivated: a file may open no way into it. */
	| 'refused'
	/** Its owner has removed it since: a copy from before does not bring it back. */
	| 'removed';

export interface PlannedLink {
	readonly from: TransferredLink;
	readonly verdict: LinkVerdict;
	/** The one to be made. */
	readonly link?: Link;
}

/** So many links are looked up at the same time. */
const chunk = 25;

/**
 * What would become of links. Nothing is changed by it.
 *
 * @param providers ids of those that there are, or will be
 */
export async function planLinks(
	transferred: readonly TransferredLink[],
	providers: ReadonlySet<string>,
	ports: Needs<'store' | 'directory' | 'appSettings'>,
): Promise<PlannedLink[]> {
	const privilegedRoles = await readPrivilegedRoles(ports.appSettings);
	const planned: PlannedLink[] = [];
	for (let at = 0; at < transferred.length; at += chunk) {
		const some = transferred.slice(at, at + chunk);
		planned.push(...(await Promise.all(some.map((one) => planLink(one, privilegedRoles, providers, ports)))));
	}
	const accounts = new Map<string, string>();
	// A file may name one identity twice: the first one counts.
	return planned.map((one): PlannedLink => {
		if (!one.link) return one;
		const { identity, userId } = one.link;
		const first = accounts.get(identity);
		accounts.set(identity, first ?? userId);
		if (first === undefined) return one;
		return { from: one.from, verdict: first === userId ? 'there' : 'elsewhere' };
	});
}

async function planLink(
	from: TransferredLink,
	privilegedRoles: readonly string[],
	providers: ReadonlySet<string>,
	{ store, directory }: Needs<'store' | 'directory'>,
): Promise<PlannedLink> {
	const { provider: id, issuer, subject, userId, username, casUser, generation, linkedAt } = from;
	const account = providers.has(id) ? await directory.byId(userId) : undefined;
	if (!account || account.username !== username) return { from, verdict: 'lost' };
	const provider = await instanceOf(id, store);
	const identity = await identityKey({ provider, issuer, subject });
	const known = await new Links(store).find(identity);
	if (known.link) return { from, verdict: known.link.userId === userId ? 'there' : 'elsewhere' };
	if (known.unlinked?.reason === 'removed') return { from, verdict: 'removed' };
	if (account.kind !== 'person' || !account.active || isPrivileged(account, { privilegedRoles })) {
		return { from, verdict: 'refused' };
	}
	const current = Math.max(generation, known.generation);
	const link: Link = { identity, provider, issuer, subject, userId, casUser, generation: current, linkedAt };
	return { from, verdict: 'made', link };
}
