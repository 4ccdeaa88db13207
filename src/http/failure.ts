import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { AttemptLog } from '../attempts/attemptLog';
import type { ErrorCode } from '../errors';
import { LoginError } from '../errors';
import { removeCookie } from '../browser/cookies';
import { errorPage } from './errorPage';
import type { Call, Handler } from './endpoint';
import { pageContext, respond } from './respond';
import { attemptCookie, attemptId } from '../browser/attemptCookie';
import { noteFailure } from '../attempts/noteFailure';

/** Trying again, from the start, can't help before somebody has changed something. */
const final: ReadonlySet<ErrorCode> = new Set([
	'provider_unknown',
	'provider_disabled',
	'provider_incomplete',
	'workspace_insecure',
	'cas_in_use',
	'server_vulnerable',
	'method_not_allowed',
	'account_disabled',
	'account_deleted',
	'account_not_a_person',
	'native_button_refused',
	'registration_closed',
	'approval_refused',
	'seats_used_up',
]);

export const methodNotAllowed: Handler = async () => {
	throw new LoginError('method_not_allowed');
};

/**
 * The page for an error; see {@link noteFailure}.
 *
 * @param retry path, below the app's, where the same sign-in starts anew
 */
export async function tellFailure(thrown: unknown, call: Call, retry: string | undefined): Promise<IApiResponse> {
	const { texts, workspace, ...page } = await pageContext(call);
	const { error, reference } = noteFailure(thrown, call.logger());
	new AttemptLog(call.ports).failed(error, reference);

	const retryUrl = retry && !final.has(error.code) ? workspace.path + call.ports.appPath + '/' + retry : undefined;
	const homeUrl = `${workspace.path}/login`;
	return respond(
		errorPage(texts, { ...page, error: error.code, reference, retryUrl, homeUrl }),
		endedAttempt(error, call),
	);
}

/** Answers to requests that were no part of an attempt of this browser: it goes on. */
const foreign: ReadonlySet<ErrorCode> = new Set([
	'method_not_allowed',
	'provider_unknown',
	'state_missing',
	'state_invalid',
	'state_foreign',
]);

/** An attempt whose callback failed is over: its cookie goes. */
function endedAttempt({ code }: LoginError, { request }: Call): string[] {
	if (foreign.has(code)) return [];
	const state: unknown = request.query?.state ?? (request.content as Record<string, unknown> | undefined)?.state;
	const id = typeof state === 'string' ? attemptId(state) : undefined;
	return id ? [removeCookie(attemptCookie(id))] : [];
}
