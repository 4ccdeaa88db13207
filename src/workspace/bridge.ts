import { LoginError } from '../errors';
import type { Sealer } from '../browser/seal';
import { RestApi } from './rest/restApi';
import { readServiceAccount } from './rest/serviceAccount';
import { readWorkspace } from '../settings/workspace';
import { CasBridge } from './cas/casBridge';
import type { BridgeHealth } from './bridgeHealth';
import { RestBridge } from './rest/restBridge';
import type { SessionBridge } from './session/session';
import type { Needs, Settings } from '../ports/ports';

/**
 * The bridge by which people are signed in on this server.
 *
 * @param health as `takeOverCasIfChosen` gives it: the CAS bridge needs core's CAS settings
 * @throws LoginError why there is none
 */
export async function bridgeFor(
	health: BridgeHealth,
	ports: Settings & Needs<'transport' | 'environment'>,
	sealer: Sealer,
): Promise<SessionBridge> {
	if (!health.ready) throw new LoginError(health.code, health.detail);
	const { internalUrl } = health;
	const { transport } = ports;
	if (health.bridge === 'cas') {
		const { url: siteUrl } = await readWorkspace(ports.serverSettings);
		return new CasBridge({ transport, sealer, siteUrl, internalUrl });
	}
	const account = await readServiceAccount(ports);
	if (!account) throw new LoginError('rest_credentials_missing');
	return new RestBridge(new RestApi(transport, internalUrl, account), account.createTokenSecret);
}
