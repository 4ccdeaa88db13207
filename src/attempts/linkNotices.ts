import type { LinkChange } from '../accounts/announce';
import { announce } from '../accounts/announce';
import { describeLink } from '../accounts/describeLink';
import type { Link, Unlinked } from '../accounts/links';
import { Links } from '../accounts/links';
import type { Needs, Settings, Storage } from '../ports/ports';
import { randomReference } from '../values/random';
import type { AuditEntry } from './audit';
import { Audit } from './audit';

/** What is said of a link that is made or removed: to the owner of the account, and in the audit. */
export interface LinkNews {
	readonly message: LinkChange['event'];
	readonly entry: Pick<AuditEntry, 'event' | 'by' | 'provider' | 'what' | 'which'>;
}

/**
 * A record that is written before a link is made or removed, and that goes once the owner and the audit have been told: a
 * notice that a crash leaves behind is told later.
 */
export interface LinkNotice extends LinkNews {
	/** Of the audit entry: an entry that is there was made by this notice. */
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly identity: string;
	/** The provider's instance, as the link has it. */
	readonly instance: string;
	/** Id of the account. */
	readonly userId: string;
}

export type NoticePorts = Storage & Settings & Needs<'appPath' | 'directory' | 'messenger'>;

const everyNotice = 'link-notices';
const noticeKey = (identity: string): string => `link-notice:${identity}`;

/** Milliseconds, longer than any change of a link takes: a notice that is older was left by a crash. */
export const left = 60_000;

/** So many notices that were left are told in one run, and so many at the same time. */
const [most, chunk] = [100, 10];

/** Makes a link. The caller tells of it, by {@link tellOf}; a crash before that is made good by {@link tellLeft}. */
export async function linkWithNotice(link: Link, news: LinkNews, ports: NoticePorts): Promise<LinkNotice> {
	const notice = await write(link, news, ports);
	await new Links(ports.store).link(link);
	return notice;
}

/** Removes a link; as {@link linkWithNotice}. */
export async function unlinkWithNotice(
	link: Link,
	entry: LinkNews['entry'],
	ports: NoticePorts,
	reason?: Unlinked['reason'],
): Promise<LinkNotice> {
	const notice = await write(link, { message: 'link_removed', entry }, ports);
	await new Links(ports.store).unlink(link, reason);
	return notice;
}

async function write(
	link: Link,
	{ message, entry }: LinkNews,
	{ store, now }: Needs<'store' | 'now'>,
): Promise<LinkNotice> {
	const { identity, userId, provider: instance } = link;
	const notice: LinkNotice = {
		...{ message, entry: { ...entry, which: describeLink(link) } },
		...{ id: randomReference(), at: now(), identity, instance, userId },
	};
	await store.add(noticeKey(identity), notice, everyNotice);
	return notice;
}

/**
 * Tells the owner of the account and the audit of a change. Never throws.
 *
 * @returns whether the owner was told: there are accounts that no message can be sent to
 */
export async function tellOf(notice: LinkNotice, ports: NoticePorts): Promise<boolean> {
	const { id, message: event, entry, instance, userId } = notice;
	const isTold = await announce({ event, userId, instance }, ports);
	try {
		await new Audit(ports).add({ ...entry, userId }, id);
		await dropNotice(notice, ports);
	} catch {
		// The store does not answer: the notice stays, and is told later.
	}
	return isTold;
}

export async function tellAll(notices: readonly LinkNotice[], ports: NoticePorts): Promise<void> {
	for (let at = 0; at < notices.length; at += chunk) {
		await Promise.all(notices.slice(at, at + chunk).map((notice) => tellOf(notice, ports)));
	}
}

/** The change was taken back: nobody is told. */
export const dropNotice = ({ identity }: Pick<LinkNotice, 'identity'>, { store }: Needs<'store'>): Promise<void> =>
	store.remove(noticeKey(identity));

/** Of an identity: what a change that was cut off has not told yet. */
export const noticesOf = (identity: string, { store }: Needs<'store'>): Promise<LinkNotice[]> =>
	store.all<LinkNotice>(noticeKey(identity));

/** Tells what crashes have left untold, unless the change itself was not made. */
export async function tellLeft(ports: NoticePorts): Promise<void> {
	const notices = await ports.store.all<LinkNotice>(everyNotice);
	const due = notices.filter(({ at }) => at + left <= ports.now()).slice(0, most);
	for (const notice of due) {
		const { link } = await new Links(ports.store).find(notice.identity);
		const isLinked = link?.userId === notice.userId;
		const isMade = notice.message === 'link_removed' ? !isLinked : isLinked;
		// An entry of the audit is written after the message: where it is there, both were told.
		if (!isMade || (await new Audit(ports).find(notice.id))) await dropNotice(notice, ports);
		else await tellOf(notice, ports);
	}
}
