import { isJsonObject } from '../values/json';

/**
 * Whom an event about a login or a sign-out is about. Servers hand over the user's document as the database has it
 * (7.7.1, seen), or as the engine converts it (8.x, read); a client may have written it.
 */
export function userIdOf(user: unknown): string | undefined {
	if (!isJsonObject(user)) return undefined;
	const id = user._id ?? user.id;
	return typeof id === 'string' && /^[\w.-]{1,64}$/.test(id) ? id : undefined;
}

/** What that user is called, as the event has it. */
export function usernameOf(user: unknown): string | undefined {
	if (!isJsonObject(user)) return undefined;
	return typeof user.username === 'string' && user.username !== '' ? user.username : undefined;
}
