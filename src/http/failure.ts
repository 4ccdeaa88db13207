import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { AttemptLog } from '../attempts/attemptLog';
import { errorCodes, LoginError } from '../errors';
import { removeCookie } from '../browser/cookies';
import { errorPage } from './errorPage';
import type { Call, Handler } from './endpoint';
import { pageContext, respond } from './respond';
import { attemptCookie, attemptId, checkState } from '../browser/attemptCookie';
import { noteFailure } from '../attempts/noteFailure';
import { loginPath } from './providerPath';

export const methodNotAllowed: Handler = async () => {
	throw new LoginError('method_not_allowed');
};

/**
 * The page for an error; see {@link noteFailure}.
 *
 * @param retry path, below the app's, where the same sign-in or the same page starts again. Without one, it is the login
 * of the provider that the error names, as after a pause.
 */
export async function tellFailure(thrown: unknown, call: Call, retry: string | undefined): Promise<IApiResponse> {
	const { texts, workspace, ...page } = await pageContext(call);
	const { error, reference } = noteFailure(thrown, call.logger());
	if (stateOf(call) !== checkState) new AttemptLog(call.ports).failed(error, reference);

	const path = retry ?? loginPath(error.about.provider);
	const retryUrl = path && `${workspace.path}${call.ports.appPath}/${path}`;
	const homeUrl = `${workspace.path}/login`;
	return respond(
		errorPage(texts, { ...page, error: error.code, reference, retryUrl, homeUrl }),
		endedAttempt(error, call),
	);
}

/** What a callback's query or form has as its state. */
const stateOf = ({ request }: Pick<Call, 'request'>): unknown =>
	request.query?.state ?? (request.content as Record<string, unknown> | undefined)?.state;

/** The cookie of an attempt goes when the attempt is over. */
function endedAttempt({ code }: LoginError, { request }: Call): string[] {
	if (!errorCodes[code].endsAttempt) return [];
	const state = stateOf({ request });
	const id = typeof state === 'string' ? attemptId(state) : undefined;
	return id ? [removeCookie(attemptCookie(id))] : [];
}
