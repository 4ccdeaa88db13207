import { LoginError } from '../../errors';
import type { Handlers } from '../../http/endpoint';
import { verifyAppleNotification } from '../../oauth/appleNotification';
import { queueReport } from '../../off-boarding/queue';
import { apple } from '../../providers/sections/apple';
import { resolveProvider } from '../../settings/resolveProvider';
import { answerReport, eventTokenRules } from './reports';

/**
 * What Apple calls when someone switches the forwarding of e-mail on or off, revokes the consent, or deletes the Apple
 * account: `{"payload": "<JWT>"}`, to the address that is registered with the App ID ("Server to Server Notification
 * Endpoint").
 */
export const appleNotifications: Handlers = {
	path: 'apple/notifications',
	throttle: 'report',
	post: (call) =>
		answerReport(call, async () => {
			const { request, ports } = call;
			const { payload } = (request.content ?? {}) as Record<string, unknown>;
			const context = await resolveProvider(apple, ports);
			if (typeof payload !== 'string') throw new LoginError('id_token_missing');
			const report = await verifyAppleNotification(payload, await eventTokenRules(context, ports));
			if (report) await queueReport(report, context, ports);
		}),
};
