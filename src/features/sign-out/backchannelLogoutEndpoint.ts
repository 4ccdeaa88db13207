import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { LoginError } from '../../errors';
import { endReportedSessions } from './backchannelLogout';
import { findProvider } from '../../providers/registry';
import type { Handlers } from '../../http/endpoint';
import { segment } from '../../http/providerPath';
import { clientAddress } from '../../http/respond';

/** What a provider calls when somebody signs out there (OpenID Connect Back-Channel Logout §2.5). */
export const backchannelLogout = (providerSegment: string): Handlers => ({
	path: `backchannel-logout/${providerSegment}`,
	throttle: 'report',
	post: async (call) => {
		const { request, ports } = call;
		const { logout_token: token } = (request.content ?? {}) as Record<string, unknown>;
		try {
			const definition = await findProvider(segment(providerSegment, call), ports.appSettings);
			await endReportedSessions(definition, token, clientAddress(request.headers), ports);
			return answer(200);
		} catch (error) {
			// A program reads this, and no person: no page.
			const { code, detail } = error instanceof LoginError ? error : new LoginError('internal');
			call.logger().warn({ code, stage: 'back-channel logout', detail });
			return answer(400, { error: 'invalid_request', error_description: code });
		}
	},
});

const answer = (status: number, content: object = {}): IApiResponse => ({
	status,
	headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
	content: JSON.stringify(content),
});
