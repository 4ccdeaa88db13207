import { withErrorContext } from '../../attempts/withErrorContext';
import type { RequestedPurpose } from '../../sign-in/startAuthorization';
import { startAuthorization } from '../../sign-in/startAuthorization';
import { agreedService } from '../../sign-in/nativeButton';
import { findProvider } from '../../providers/registry';
import type { Handler, Handlers } from '../../http/endpoint';
import { retryLogin, segment } from '../../http/providerPath';
import { header, redirect } from '../../http/respond';
import type { Needs, Sealing } from '../../ports/ports';

/**
 * Where a button leads: starts an attempt and sends the browser to the provider. A provider's own start page may lead
 * here as well, by GET or POST, with the parameters of OpenID Connect Core §4.
 */
export function login(providerSegment: string): Handlers {
	const start: Handler = async (call) => {
		const { request, ports } = call;
		const asked = { ...(request.content as object | undefined), ...request.query } as Record<string, unknown>;
		const { iss, login_hint: loginHint } = asked;
		const definition = await findProvider(segment(providerSegment, call), ports.appSettings);
		const cookies = header(request.headers, 'cookie');
		const { location, setCookies } = await withErrorContext(
			async () => {
				const purpose = await purposeOf(asked, cookies, ports);
				return startAuthorization({ definition, purpose, cookies, iss, loginHint }, ports);
			},
			() => ({ provider: definition?.id }),
		);
		return redirect(location, setCookies);
	};
	const retry = retryLogin(providerSegment);
	return { path: `login/${providerSegment}`, throttle: 'start', retry, get: start, post: start };
}

/** @param asked parameters of the link; `native` names what a client of core's CAS button has asked for */
async function purposeOf(
	{ native, iss, style, target_link_uri: target }: Record<string, unknown>,
	cookies: unknown,
	ports: Sealing & Needs<'appSettings'>,
): Promise<RequestedPurpose> {
	if (native !== undefined) return { kind: 'handToClient', service: await agreedService(native, cookies, ports) };
	const known = style === 'popup' || style === 'redirect' ? style : undefined;
	return { kind: 'signIn', style: iss !== undefined ? 'redirect' : known, target };
}
