import { Sealer } from '../browser/seal';
import type { WorkspaceAccess } from '../ports/ports';
import { knownBridgeHealth } from './bridgeHealth';
import { RestApi } from './rest/restApi';
import { RestUsers } from './rest/restUsers';
import { readServiceAccount } from './rest/serviceAccount';

/**
 * What core keeps about someone's own sign-ins, by service. Core shows it to the person alone (Rocket.Chat,
 * getFullUserData.ts; read), so the service account opens a session of theirs, which is ended at once.
 *
 * @param userId of an account whose owner has just signed in
 * @returns undefined where there is no service account that can open sessions
 * @throws LoginError
 */
export async function servicesOf(userId: string, ports: WorkspaceAccess): Promise<Record<string, unknown> | undefined> {
	const health = await knownBridgeHealth(ports, new Sealer(ports));
	const account = health.ready && health.rest?.ready ? await readServiceAccount(ports) : undefined;
	if (!health.ready || !account) return undefined;
	const api = new RestApi(ports.transport, health.internalUrl, account);
	const own = api.as(await new RestUsers(api).issueToken(userId, account.createTokenSecret));
	try {
		return await new RestUsers(own).ownServices(userId);
	} finally {
		await own.logOut();
	}
}
