import { finish } from '../flow/finish';
import type { ProviderDefinition } from '../providers/definition';
import type { Handlers } from './endpoint';
import { handOff } from './handOff';
import { clientAddress, header } from './respond';

/** Where the provider sends the browser back to: finishes the attempt and hands the session to the browser. */
export const callback = (definition: ProviderDefinition): Handlers => ({
	path: `callback/${definition.id}`,
	retry: `login/${definition.id}`,
	get: async (call) => {
		const { query, headers } = call.request;
		const browser = { cookies: header(headers, 'cookie'), clientAddress: clientAddress(headers) };
		return handOff(await finish(definition, query, browser, call.ports), call);
	},
});
