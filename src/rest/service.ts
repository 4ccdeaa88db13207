import type { Sealer } from '../flow/seal';
import type { Ports } from '../host/ports';
import { fitness } from '../session/fitness';
import { RestApi } from './restApi';
import { readServiceAccount } from './serviceAccount';

/**
 * The REST API in the service account's name, for what no accessor can do - roles, people by their address - whichever
 * bridge people are signed in by.
 *
 * @returns undefined where there is no service account, or none that works
 */
export async function serviceApi(ports: Ports, sealer: Sealer): Promise<RestApi | undefined> {
	const fit = await fitness(ports, sealer);
	const account = fit.ready && fit.rest?.ready ? await readServiceAccount(ports) : undefined;
	return fit.ready && account ? new RestApi(ports.transport, fit.internalUrl, account) : undefined;
}
