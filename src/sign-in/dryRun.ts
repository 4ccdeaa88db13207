import { cleanText } from '../values/foreignText';

/*
 * The app asks a provider for a sign-in without anyone there, to see whether it knows the redirect URI. Where it does,
 * it sends the app to its own callback, with this state: the callback says what came, and notes no attempt.
 */

/** No attempt has it: theirs are longer, and random. */
export const dryRunState = 'dry-run';

const mark = 'oauth-login dry run: ';

/**
 * What the callback answers: a text that only the check reads.
 *
 * @param params query or form of the callback
 */
export function dryRunAnswer(params: unknown): string | undefined {
	const { state, error } = (params ?? {}) as Record<string, unknown>;
	if (state !== dryRunState) return undefined;
	return `${mark}${typeof error === 'string' && /^[\w.-]{1,60}$/.test(error) ? error : 'no error'}`;
}

/** @returns the `error` of RFC 6749 §4.1.2.1 that the provider sent, or `no error`; undefined where it sent nobody back */
export const readDryRun = (body: string): string | undefined =>
	body.startsWith(mark) ? cleanText(body.slice(mark.length), 60) : undefined;
