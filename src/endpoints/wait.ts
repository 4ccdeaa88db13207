import { resume } from '../flow/resume';
import type { Handlers } from './endpoint';
import { handOff } from './handOff';
import { clientAddress, header } from './respond';

/** Where the waiting page comes back to, by itself. */
export const wait: Handlers = {
	path: 'wait',
	get: async (call) => {
		const { query, headers } = call.request;
		const browser = { cookies: header(headers, 'cookie'), clientAddress: clientAddress(headers) };
		return handOff(await resume(query.attempt, browser, call.ports), call);
	},
};
