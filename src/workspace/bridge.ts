import { LoginError } from '../errors';
import type { Sealer } from '../browser/seal';
import { RestApi } from './rest/restApi';
import { readServiceAccount } from './rest/serviceAccount';
import { readWorkspace } from '../settings/workspace';
import { CasBridge } from './cas/casBridge';
import { fitness } from './bridgeHealth';
import { RestBridge } from './rest/restBridge';
import type { SessionBridge } from './session/session';
import type { Ports } from '../ports/ports';

/**
 * The bridge by which people are signed in on this server, as the last check found.
 *
 * @throws LoginError why there is none
 */
export async function bridgeFor(ports: Ports, sealer: Sealer): Promise<SessionBridge> {
	const fit = await fitness(ports, sealer);
	if (!fit.ready) throw new LoginError(fit.code, fit.detail);
	const { internalUrl } = fit;
	const { transport } = ports;
	if (fit.bridge === 'cas') {
		const { url: siteUrl } = await readWorkspace(ports.serverSettings);
		return new CasBridge({ transport, sealer, siteUrl, internalUrl });
	}
	const account = await readServiceAccount(ports);
	if (!account) throw new LoginError('rest_credentials_missing');
	return new RestBridge(new RestApi(transport, internalUrl, account), account.createTokenSecret);
}
