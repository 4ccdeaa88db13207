import type { About } from '../errors';
import { LoginError } from '../errors';

/** Says of whatever fails in `action` whose sign-in it was; who is closer to it knows better. */
export async function concerning<T>(about: () => About | Promise<About>, action: () => Promise<T>): Promise<T> {
	try {
		return await action();
	} catch (error) {
		if (error instanceof LoginError) error.about = { ...(await about()), ...error.about };
		throw error;
	}
}
