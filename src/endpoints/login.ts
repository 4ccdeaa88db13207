import { begin } from '../flow/begin';
import { findProvider } from '../providers/registry';
import type { Handlers } from './endpoint';
import { retryLogin, segment } from './providerPath';
import { header, redirect } from './respond';

/** Where a button leads: begins an attempt and sends the browser to the provider. */
export const login = (providerSegment: string): Handlers => ({
	path: `login/${providerSegment}`,
	retry: retryLogin(providerSegment),
	get: async (call) => {
		const { request, ports } = call;
		const asked: unknown = request.query.style;
		const { location, setCookies } = await begin(
			{
				definition: await findProvider(segment(providerSegment, call), ports.appSettings),
				style: asked === 'popup' || asked === 'redirect' ? asked : undefined,
				cookies: header(request.headers, 'cookie'),
			},
			ports,
		);
		return redirect(location, setCookies);
	},
});
