import { resumeRateLimited } from '../../sign-in/resume';
import type { Handlers } from '../../http/endpoint';
import { respondToOutcome } from './respondToOutcome';
import { clientAddress, header } from '../../http/respond';

/** Where the waiting page comes back to, by itself. */
export const wait: Handlers = {
	path: 'wait',
	get: async (call) => {
		const { query, headers } = call.request;
		const browser = { cookies: header(headers, 'cookie'), clientAddress: clientAddress(headers) };
		return respondToOutcome(await resumeRateLimited(query.attempt, browser, call.ports), call);
	},
};
