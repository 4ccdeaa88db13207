/** A session as Rocket.Chat's client keeps it. */
export interface Session {
	readonly userId: string;
	readonly token: string;
}

export type StorageName = 'localStorage' | 'sessionStorage';

/** The keys of Meteor (accounts-base, accounts_client.js). */
const userIdKey = 'Meteor.userId';
const tokenKey = 'Meteor.loginToken';
const expiresKey = 'Meteor.loginTokenExpires';

/** `null` where the browser lets no script at it. Which one the client uses: `Accounts_ForgetUserSessionOnWindowClose`. */
export function storageOf(name: StorageName): Storage | null {
	try {
		return window[name];
	} catch {
		return null;
	}
}

export function sessionIn(storage: Storage | null): Session | undefined {
	const userId = storage && storage.getItem(userIdKey);
	const token = storage && storage.getItem(tokenKey);
	return userId && token ? { userId, token } : undefined;
}

/** When the session in it ends, as the client wrote it: the text of a `Date`. */
export const expiryIn = (storage: Storage | null): string => (storage && storage.getItem(expiresKey)) || '';

/**
 * The token comes last: up to 8.x, it is what other windows look out for.
 *
 * @param expires milliseconds since 1970
 * @throws Error if the browser does not keep it
 */
export function storeSession(
	storage: Storage,
	{ userId, token, expires }: Session & { readonly expires: number },
): void {
	storage.setItem(userIdKey, userId);
	storage.setItem(expiresKey, String(new Date(expires)));
	storage.setItem(tokenKey, token);
	if (storage.getItem(tokenKey) !== token) throw new Error('not stored');
}

/** The token goes first, as in the client itself: up to 8.x, it is what other windows look out for. */
export function removeSession(storage: Storage): void {
	for (const key of [tokenKey, expiresKey, userIdKey]) storage.removeItem(key);
}
