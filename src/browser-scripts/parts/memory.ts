import type { StorageName } from './session';
import { storageOf } from './session';

/** What a browser remembers of sign-ins, beside the session itself. No secret is in there. */
type Memo =
	/** `localStorage`: id of the provider that signed the browser in last. */
	| 'last'
	/** Beside the session: when that ends by itself. Longer there than the session, it tells that someone signed out. */
	| 'session'
	/** `sessionStorage`: this tab went straight to the provider once. */
	| 'straight'
	/** `localStorage`: until when a phone asks no more whether to continue in the mobile app. */
	| 'browser';

const keyOf = (memo: Memo): string => `oauth-login-${memo}`;

/** @returns '' where there is nothing, or where the browser lets no script at it */
export function recall(name: StorageName, memo: Memo): string {
	const storage = storageOf(name);
	return (storage && storage.getItem(keyOf(memo))) || '';
}

/** @returns whether the browser keeps it */
export function remember(storage: Storage | null, memo: Memo, value: string): boolean {
	try {
		storage!.setItem(keyOf(memo), value);
		return true;
	} catch {
		return false;
	}
}

/** @param memo a time, as `Date` reads it */
export const isAhead = (memo: string): boolean => Date.parse(memo) > Date.now();
