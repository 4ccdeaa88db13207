import type { AccountRequest, Wish } from '../accounts/requests';
import { Requests } from '../accounts/requests';
import { identityKey } from '../accounts/links';
import { readSetting } from '../controls/setting';
import type { Identity } from '../identity/identity';
import { textsFor } from '../texts/texts';
import { requestsNotifySetting } from '../settings/people';
import { readWorkspace } from '../settings/workspace';
import { latest, replace } from '../values/records';
import type { Needs, Settings } from '../ports/ports';

/** Milliseconds: a thousand requests within an hour send one message. */
const messageInterval = 3600_000;
const messageKey = 'requests-told';

/**
 * Asks an admin to decide about a proven identity, and sends a message to those who want one.
 *
 * @param wanted the username that an account would have
 * @throws LoginError as `Requests.ask` does
 */
export async function askForApproval(
	identity: Identity,
	providerId: string,
	wish: Wish,
	wanted: string | undefined,
	ports: Settings & Needs<'store' | 'messenger' | 'now'>,
): Promise<AccountRequest> {
	const requests = new Requests(ports);
	const { request, isNew } = await requests.ask(await identityKey(identity), providerId, identity, wish, wanted);
	// A message that can't be sent refuses nobody.
	if (isNew) await notify(requests, ports).catch(() => undefined);
	return request;
}

async function notify(
	requests: Requests,
	{ appSettings, serverSettings, store, messenger, now }: Settings & Needs<'store' | 'messenger' | 'now'>,
): Promise<void> {
	const usernames = await readSetting(requestsNotifySetting, appSettings);
	const last = await latest<{ at: number }>(store, messageKey);
	if (usernames.length === 0 || (last && last.at + messageInterval > now())) return;
	await replace(store, messageKey, { at: now() });
	const { language } = await readWorkspace(serverSettings);
	const count = (await requests.waiting()).length;
	const message = textsFor(undefined, language).t('requests_message', { count });
	await Promise.allSettled(usernames.map((username) => messenger.tell({ username }, { text: message })));
}
