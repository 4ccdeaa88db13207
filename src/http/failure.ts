import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { AttemptLog } from '../attempts/attemptLog';
import { errorCodes, LoginError } from '../errors';
import { removeCookie } from '../browser/cookies';
import { Visits } from '../browser/visits';
import { errorPage } from './errorPage';
import type { Call, Handler } from './endpoint';
import { header, pageContext, respond } from './respond';
import { attemptCookie, attemptId } from '../browser/attemptCookie';
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
	new AttemptLog(call.ports).failed(error, reference);

	const below = `${workspace.path}${call.ports.appPath}`;
	const path = retry ?? loginPath(error.about.provider);
	const retryUrl = path && `${below}/${path}`;
	const forAdmin = (await isAdmin(call)) && {
		attemptUrl: `${below}/admin/attempts?ref=${reference}`,
		helpUrl: `${below}/help#${error.code}`,
	};
	const homeUrl = `${workspace.path}/login`;
	return respond(
		errorPage(texts, { ...page, error: error.code, reference, ...forAdmin, retryUrl, homeUrl }),
		endedAttempt(error, call),
	);
}

/**
 * Whether this browser has the admin's pages open, which ask again who it is. Others are shown no way there, and a store
 * that can't be read keeps nobody from the page for the error.
 */
const isAdmin = ({ request, ports }: Call): Promise<boolean> =>
	new Visits(ports).open('admin', header(request.headers, 'cookie')).then(
		(visit) => visit !== undefined,
		() => false,
	);

/** The cookie of an attempt goes when the attempt is over. */
function endedAttempt({ code }: LoginError, { request }: Call): string[] {
	if (!errorCodes[code].endsAttempt) return [];
	const state: unknown = request.query?.state ?? (request.content as Record<string, unknown> | undefined)?.state;
	const id = typeof state === 'string' ? attemptId(state) : undefined;
	return id ? [removeCookie(attemptCookie(id))] : [];
}
