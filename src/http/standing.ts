import { readCookie } from '../browser/cookies';
import type { SealPurpose } from '../browser/seal';
import { Sealer } from '../browser/seal';
import type { Call } from './endpoint';
import { header } from './respond';
import type { Standing } from './throttle';

/**
 * By the cookie of an attempt: rubbish takes nothing from those who have one.
 *
 * @param id of the attempt, as the request names it
 * @param nameOf the cookie's name
 */
export async function standingByCookie(
	id: unknown,
	nameOf: (id: string) => string,
	purpose: SealPurpose,
	{ request, ports }: Call,
): Promise<Standing> {
	if (typeof id !== 'string') return 'stranger';
	const sealed = readCookie(header(request.headers, 'cookie'), nameOf(id));
	const opened = sealed && (await new Sealer(ports).open<{ readonly id?: unknown }>(purpose, sealed));
	return opened && opened !== 'expired' && opened.id === id ? { attempt: id } : 'stranger';
}

/** By a sealed value that the app makes for one call of its own server. */
export async function standingByValue(sealed: unknown, purpose: SealPurpose, { ports }: Call): Promise<Standing> {
	const opened = typeof sealed === 'string' && (await new Sealer(ports).open(purpose, sealed));
	return opened && opened !== 'expired' ? 'uncounted' : 'stranger';
}
