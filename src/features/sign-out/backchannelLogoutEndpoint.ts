import { LoginError } from '../../errors';
import type { Handlers } from '../../http/endpoint';
import { segment } from '../../http/providerPath';
import { isEncrypted } from '../../oauth/encryptedToken';
import { verifyLogoutToken } from '../../oauth/logoutToken';
import { queueReport } from '../../off-boarding/queue';
import { findProvider } from '../../providers/registry';
import { decrypted } from '../../sign-in/protocols/decryption';
import { answerReport, eventTokenRules } from './reports';
import { signOutsOf } from './signOut';

/**
 * What a provider calls when someone signs out there (OpenID Connect Back-Channel Logout §2.5): their sessions here end,
 * too, on every device. The provider says whose session it was, and Rocket.Chat keeps none apart by where it came from.
 */
export const backchannelLogout = (providerSegment: string): Handlers => ({
	path: `backchannel-logout/${providerSegment}`,
	throttle: 'report',
	post: (call) =>
		answerReport(call, async () => {
			const { request, ports } = call;
			const { logout_token: token } = (request.content ?? {}) as Record<string, unknown>;
			const definition = await findProvider(segment(providerSegment, call), ports.appSettings);
			const context = await signOutsOf(definition, ports);
			if (!context) throw new LoginError('provider_disabled');
			if (typeof token !== 'string') throw new LoginError('id_token_missing');
			// It may be encrypted as an id_token is (OpenID Connect Back-Channel Logout §2.4).
			const signed = isEncrypted(token)
				? await decrypted('id_token', token, 'id_token_invalid', context, ports)
				: token;
			await queueReport(await verifyLogoutToken(signed, await eventTokenRules(context, ports)), context, ports);
		}),
});
