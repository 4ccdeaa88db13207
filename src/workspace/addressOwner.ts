import { LoginError } from '../errors';
import { Sealer } from '../browser/seal';
import { knownBridgeHealth } from './bridgeHealth';
import { addressPermissions } from './rest/checkServiceAccount';
import { serviceApi } from './serviceApi';
import type { RestUser } from './rest/restUsers';
import { RestUsers } from './rest/restUsers';
import type { WorkspaceAccess } from '../ports/ports';

/**
 * Whose e-mail address it is, by the REST API.
 *
 * @returns undefined where it is nobody's; `unknown` where there is nobody to ask, or no good answer
 */
export async function ownerOfAddress(
	address: string,
	ports: WorkspaceAccess,
): Promise<RestUser | undefined | 'unknown'> {
	const sealer = new Sealer(ports);
	const { rest } = await knownBridgeHealth(ports, sealer);
	// Without these permissions the search overlooks addresses, and finding nothing would mean nothing.
	if (!rest?.ready || rest.lacks.some((permission) => addressPermissions.includes(permission))) return 'unknown';
	const api = await serviceApi(ports, sealer);
	if (!api) return 'unknown';
	try {
		return await new RestUsers(api).byEmail(address);
	} catch (error) {
		if (error instanceof LoginError) return 'unknown';
		throw error;
	}
}
