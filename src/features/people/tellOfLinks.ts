import { announce } from '../../accounts/announce';
import type { Link } from '../../accounts/links';
import { Audit } from '../../attempts/audit';
import type { Needs, Settings, Storage } from '../../ports/ports';

/** So many owners are told at the same time. */
const chunk = 10;

/**
 * Notes each link that an admin has brought along, and tells the owner of the account, who did not make it.
 *
 * @param by id of the admin
 */
export async function tellOfLinks(
	links: readonly Link[],
	by: string,
	ports: Storage & Settings & Needs<'appPath' | 'directory' | 'messenger'>,
): Promise<void> {
	const audit = new Audit(ports);
	for (const { userId, issuer } of links) audit.note({ event: 'link_made', by, userId, what: issuer });
	for (let at = 0; at < links.length; at += chunk) {
		const some = links.slice(at, at + chunk);
		await Promise.all(
			some.map(({ userId, provider }) => announce({ event: 'link_made', userId, instance: provider }, ports)),
		);
	}
}
