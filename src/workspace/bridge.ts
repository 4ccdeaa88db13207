import { LoginError } from '../errors';
import type { Sealer } from '../browser/seal';
import { RestApi } from './rest/restApi';
import { readServiceAccount } from './rest/serviceAccount';
import { readSite } from '../settings/workspace';
import { readSetting } from '../controls/setting';
import { bridgeSetting } from '../settings/bridge';
import { CasBridge } from './cas/casBridge';
import { GuardedCasBridge } from './cas/guardedCasBridge';
import type { BridgeHealth } from './bridgeHealth';
import { RestBridge } from './rest/restBridge';
import type { SessionBridge } from './session/session';
import type { Needs, Settings, Storage } from '../ports/ports';

/**
 * The bridge by which people are signed in on this server.
 *
 * @param health as `takeOverCasIfChosen` gives it: the CAS bridge needs core's CAS settings
 * @throws LoginError why there is none
 */
export async function bridgeFor(
	health: BridgeHealth,
	ports: Storage & Settings & Needs<'transport' | 'environment' | 'appPath'>,
	sealer: Sealer,
): Promise<SessionBridge> {
	if (!health.ready) throw new LoginError(health.code, health.detail);
	const { internalUrl } = health;
	const { transport } = ports;
	if (health.bridge === 'cas') {
		const { url: siteUrl } = await readSite(ports.serverSettings);
		const cas = new CasBridge({ transport, sealer, siteUrl, internalUrl, memory: ports.memory, now: ports.now });
		const mayUseRest = health.rest?.ready && (await readSetting(bridgeSetting, ports.appSettings)) !== 'cas';
		return new GuardedCasBridge(cas, mayUseRest ? await restBridge(internalUrl, ports) : undefined, ports);
	}
	return restBridge(internalUrl, ports);
}

async function restBridge(
	internalUrl: string,
	ports: Needs<'transport' | 'environment' | 'appSettings'>,
): Promise<RestBridge> {
	const account = await readServiceAccount(ports);
	if (!account) throw new LoginError('rest_credentials_missing');
	return new RestBridge(new RestApi(ports.transport, internalUrl, account), account.createTokenSecret);
}
