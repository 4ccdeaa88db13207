import { LoginError } from '../../../src/errors';
import type { ErrorCode } from '../../../src/errors';

/** The code with which a promise is refused; anything else that it does is given as it is. */
export function codeOf(promise: Promise<unknown>): Promise<ErrorCode | unknown> {
	return promise.then(
		(value) => ({ value }),
		(error: unknown) => (error instanceof LoginError ? error.code : error),
	);
}
