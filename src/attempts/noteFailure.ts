import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import { LoginError } from '../errors';
import { randomReference } from '../values/random';

/**
 * Leaves a line in the log by whose reference the admin finds what somebody saw. It says what went wrong and where, and
 * nothing about who it was.
 */
export function noteFailure(thrown: unknown, logger: ILogger): { error: LoginError; reference: string } {
	const error = thrown instanceof LoginError ? thrown : new LoginError('internal', describe(thrown), { cause: thrown });
	const reference = randomReference();
	logger.warn({ code: error.code, stage: error.stage, reference, detail: error.detail });
	return { error, reference };
}

/** What went wrong and in which function; a message could hold anything, somebody's address among it. */
export function describe(thrown: unknown): string {
	if (!(thrown instanceof Error)) return 'not an Error';
	const place = /\n {4}at (?:async )?([\w.$<>]{1,80})/.exec(thrown.stack ?? '')?.[1];
	return place ? `${thrown.name} in ${place}` : thrown.name;
}
