import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { waitingPage } from './waitingPage';
import type { Call } from './endpoint';
import { pageContext, respond } from './respond';

/** Seconds over which those who wait together come back. */
const spread = 5;

/**
 * The page that waits for the person and tries again.
 *
 * @param seconds until it does, at least
 * @param retry path below the app's; without one, the same address again
 */
export async function retryLater(
	seconds: number,
	call: Call,
	retry?: string,
	setCookies: readonly string[] = [],
): Promise<IApiResponse> {
	const { texts, workspace, ...page } = await pageContext(call);
	const retryUrl = retry && `${workspace.path}${call.ports.appPath}/${retry}`;
	const delay = seconds + Math.floor(Math.random() * spread);
	return respond(waitingPage(texts, { ...page, retryUrl, seconds: delay }), setCookies);
}

/**
 * For those who ask too often. Nothing of the request was looked at and nothing is written down: a flood is to cost as
 * little as it can. A request that was no form is made again as it was, so that a callback is not lost.
 */
export const tooManyRequests = (seconds: number, call: Call, start: string | undefined): Promise<IApiResponse> =>
	retryLater(seconds, call, String(call.request.method).toLowerCase() === 'get' ? undefined : start);
