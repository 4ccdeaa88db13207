import { sessionIn, storageOf } from '../session';

/** The session that Rocket.Chat's client has, or will find. */
export function clientSession(): boolean {
	try {
		return Boolean(sessionIn(storageOf('localStorage')) || sessionIn(storageOf('sessionStorage')));
	} catch {
		return false;
	}
}
