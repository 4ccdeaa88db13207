import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import { LoginError } from '../errors';
import { randomReference } from '../values/random';

/**
 * Writes a line to the app's log. Its reference is on the page that the person saw. The line says what went wrong and
 * where, and nothing about the person.
 */
export function noteFailure(thrown: unknown, logger: ILogger): { error: LoginError; reference: string } {
	const error =
		thrown instanceof LoginError ? thrown : new LoginError('internal', errorPlace(thrown), { cause: thrown });
	const reference = randomReference();
	logger.warn({ code: error.code, stage: error.stage, reference, detail: error.detail });
	return { error, reference };
}

/** What went wrong and in which function. A message could hold anything, such as an e-mail address. */
export function errorPlace(thrown: unknown): string {
	if (!(thrown instanceof Error)) return 'not an Error';
	const place = /\n {4}at (?:async )?([\w.$<>]{1,80})/.exec(thrown.stack ?? '')?.[1];
	return place ? `${thrown.name} in ${place}` : thrown.name;
}
