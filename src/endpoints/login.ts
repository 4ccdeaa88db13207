import { begin } from '../flow/begin';
import type { ProviderDefinition } from '../providers/definition';
import type { Handlers } from './endpoint';
import { header, redirect } from './respond';

/** Where a button leads: begins an attempt and sends the browser to the provider. */
export const login = (definition: ProviderDefinition): Handlers => ({
	path: `login/${definition.id}`,
	retry: `login/${definition.id}`,
	get: async ({ request, ports }) => {
		const asked: unknown = request.query.style;
		const { location, setCookies } = await begin(
			{
				definition,
				style: asked === 'popup' || asked === 'redirect' ? asked : undefined,
				cookies: header(request.headers, 'cookie'),
			},
			ports,
		);
		return redirect(location, setCookies);
	},
});
