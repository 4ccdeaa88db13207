import type { About } from '../errors';
import { LoginError } from '../errors';

/**
 * Runs `action`. If it fails, attaches to the error whose sign-in it was, for the admin's list of attempts.
 *
 * @param about what is known by then. Where contexts are nested, the inner one wins: it knows more
 */
export async function withErrorContext<T>(action: () => Promise<T>, about: () => About | Promise<About>): Promise<T> {
	try {
		return await action();
	} catch (error) {
		if (error instanceof LoginError) error.about = { ...(await about()), ...error.about };
		throw error;
	}
}
