import { resumeRateLimited } from '../../sign-in/resume';
import type { Handlers } from '../../http/endpoint';
import { respondToOutcome } from './respondToOutcome';
import { header } from '../../http/respond';
import { standingByCookie } from '../../http/standing';
import { rateLimitedCookie } from '../../sign-in/suspended';

/** Where the waiting page comes back to, by itself. */
export const wait: Handlers = {
	path: 'wait',
	throttle: 'resume',
	standing: (call) => standingByCookie(call.request.query?.attempt, rateLimitedCookie, 'waiting', call),
	get: async (call) => {
		const { query, headers } = call.request;
		const browser = { cookies: header(headers, 'cookie'), clientAddress: call.clientAddress };
		return respondToOutcome(await resumeRateLimited(query.attempt, browser, call.ports), call);
	},
};
