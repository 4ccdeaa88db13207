import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { LoginError } from '../../errors';
import type { Call } from '../../http/endpoint';
import type { EventTokenRules } from '../../oauth/securityEvent';
import { keysOf } from '../../providers/knowledge';
import type { ProviderContext } from '../../settings/resolveProvider';
import type { Needs, Storage } from '../../ports/ports';

/*
 * What a provider reports by itself. A program reads the answers, and no person: no page. 200 means that the report is in
 * the store; what it asks for is done a moment later.
 */

/**
 * By what a token of the provider's is checked.
 *
 * @throws LoginError `jwks_unavailable`
 */
export async function eventTokenRules(
	{ metadata, provider }: ProviderContext,
	ports: Storage & Needs<'transport'>,
): Promise<EventTokenRules> {
	if (!metadata.jwksUri) throw new LoginError('jwks_unavailable');
	return {
		...{
			issuer: metadata.issuer,
			tenants: provider.traits.tenants,
			tokenIssuers: provider.traits.tokenIssuers,
			clientId: provider.clientId,
			algorithms: metadata.idTokenAlgs,
		},
		keys: await keysOf(metadata.jwksUri, ports),
		now: new Date(ports.now()),
	};
}

/** Both kinds of report are refused with 400 (OpenID Connect Back-Channel Logout §2.8); the provider may send it again. */
export async function answerReport(call: Call, receive: () => Promise<void>): Promise<IApiResponse> {
	try {
		await receive();
		return answer(200);
	} catch (error) {
		const { code, detail } = error instanceof LoginError ? error : new LoginError('internal');
		call.logger().warn({ code, stage: 'report of a provider', detail });
		return answer(400, { error: 'invalid_request', error_description: code });
	}
}

const answer = (status: number, content: object = {}): IApiResponse => ({
	status,
	headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
	content: JSON.stringify(content),
});
