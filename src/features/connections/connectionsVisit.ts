import type { Account } from '../../ports/directory';
import { readCookie, setCookie } from '../../browser/cookies';
import { Sealer } from '../../browser/seal';
import { randomString } from '../../values/random';
import type { Storage } from '../../ports/ports';

/** Somebody who has proven which account is theirs, for the page of connected accounts and for nothing else. */
export interface Visit {
	readonly userId: string;
	/** They have signed in by password, so there is a way in without this app. */
	readonly hasPassword: boolean;
	/** Stands in every form of the page: whoever posts one without it has not seen the page. */
	readonly token: string;
}

/** Seconds. */
const visitLifetime = 900;

const cookie = '__Host-oauth-connections';

/** @returns the cookie that keeps it */
export async function beginVisit({ id }: Account, hasPassword: boolean, ports: Storage): Promise<string> {
	const visit: Visit = { userId: id, hasPassword, token: randomString(32) };
	return setCookie(cookie, await new Sealer(ports).seal('connections', visit, visitLifetime), visitLifetime);
}

/** Nobody, or nobody any more, gives undefined. */
export async function openVisit(cookies: unknown, ports: Storage): Promise<Visit | undefined> {
	const sealed = readCookie(cookies, cookie);
	const visit = sealed === undefined ? undefined : await new Sealer(ports).open<Visit>('connections', sealed);
	return visit === 'expired' ? undefined : visit;
}
