import { concerning } from '../../attempts/concerning';
import type { About } from '../../errors';
import { begin } from '../../sign-in/startAuthorization';
import { agreedService } from '../../sign-in/nativeButton';
import { findProvider } from '../../providers/registry';
import type { Handler, Handlers } from '../../http/endpoint';
import { retryLogin, segment } from '../../http/providerPath';
import { header, redirect } from '../../http/respond';

/**
 * Where a button leads: begins an attempt and sends the browser to the provider. A provider's own start page may lead
 * here as well, by GET or POST, with the parameters of OpenID Connect Core §4.
 */
export function login(providerSegment: string): Handlers {
	const start: Handler = async (call) => {
		const { request, ports } = call;
		const asked = { ...(request.content as object | undefined), ...request.query } as Record<string, unknown>;
		const { style, target_link_uri: target, iss, login_hint: loginHint, native } = asked;
		const definition = await findProvider(segment(providerSegment, call), ports.appSettings);
		const asking = {
			definition,
			style: iss !== undefined ? 'redirect' : style === 'popup' || style === 'redirect' ? style : undefined,
			cookies: header(request.headers, 'cookie'),
			wishes: { target, iss, loginHint },
		} as const;
		const about = (): About => ({ provider: definition?.id });
		const { location, setCookies } = await concerning(about, async () => {
			const service = native === undefined ? undefined : await agreedService(native, asking.cookies, ports);
			return begin({ ...asking, service }, ports);
		});
		return redirect(location, setCookies);
	};
	const retry = retryLogin(providerSegment);
	return { path: `login/${providerSegment}`, throttle: 'start', retry, get: start, post: start };
}
