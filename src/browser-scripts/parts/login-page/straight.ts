import { isAhead, recall, remember } from '../memory';
import type { StorageName } from '../session';
import { expiryIn, sessionIn, storageOf } from '../session';

const storages: readonly StorageName[] = ['localStorage', 'sessionStorage'];

/** Notes beside a session when it ends by itself. */
export function noteSession(): void {
	storages.forEach((name) => {
		const storage = storageOf(name);
		if (sessionIn(storage)) remember(storage, 'session', expiryIn(storage));
	});
}

/**
 * Whether the page may lead on to a provider without a click: once in a tab, so that nobody is led in a circle, and not
 * where a session ended before its time, which is a sign-out. Where the browser remembers nothing, never.
 */
export function mayGoStraight(): boolean {
	const signedOut = storages.some((name) => isAhead(recall(name, 'session')));
	const isFramed = window.top !== window;
	return !signedOut && !isFramed && !recall('sessionStorage', 'straight');
}

/** @returns whether the browser will know */
export const noteStraight = (): boolean => remember(storageOf('sessionStorage'), 'straight', '1');
