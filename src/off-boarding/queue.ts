import { identityKey, Links } from '../accounts/links';
import { wasUsed } from '../browser/once';
import type { ReportedEvent } from '../oauth/securityEvent';
import type { Needs, Storage } from '../ports/ports';
import type { ProviderContext } from '../settings/resolveProvider';
import { sha256 } from '../values/digest';
import type { Provider } from '../settings/provider';
import { Endings } from './endings';
import { scheduleWork } from './workOff';

/** Milliseconds in which reports that come together share one job. */
const gathering = 300;

/**
 * Puts what a provider has reported into the queue. When this has returned, it is safe: a crash loses nothing.
 *
 * One that comes again, while it waits or when it is done, is the same.
 */
export async function queueReport(
	{ event, issuer, subject, id, until }: ReportedEvent,
	{ provider, instance }: Pick<ProviderContext, 'provider' | 'instance'>,
	ports: Storage & Needs<'jobs'>,
): Promise<void> {
	const identity = await identityKey({ provider: instance, issuer, subject });
	const ending = `report:${await sha256(JSON.stringify([instance, id]))}`;
	const endings = new Endings(ports.store);
	if ((await wasUsed(ending, ports.store)) || (await endings.find(ending))) return;
	const { link } = await new Links(ports.store).find(identity);
	if (!link) return;
	await endings.add({
		...{ id: ending, cause: event, action: provider.eventActions[event], provider: provider.id },
		...{ userId: link.userId, casUser: link.casUser, identity, due: ports.now(), until },
	});
	await scheduleWork(ports.now() + gathering, ports);
}

/**
 * Has the sessions of an account end when the one that begins now is old enough. Core ends sessions of an account
 * together only, so that the oldest decides for all: one record for each account.
 */
export async function limitSessionAge(
	userId: string,
	{ id: provider, sessionHours }: Pick<Provider, 'id' | 'sessionHours'>,
	ports: Needs<'store' | 'now'>,
): Promise<void> {
	if (sessionHours === 0) return;
	const id = `session-age:${userId}`;
	const due = ports.now() + sessionHours * 3600_000;
	const endings = new Endings(ports.store);
	const known = await endings.find(id);
	if (known && known.due <= due) return;
	await endings.add({ id, cause: 'session-age', action: 'sessions', provider, userId, due, until: due });
}
