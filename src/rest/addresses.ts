import { LoginError } from '../errors';
import { Sealer } from '../flow/seal';
import type { Ports } from '../host/ports';
import { knownFitness } from '../session/fitness';
import { addressPermissions } from './check';
import { serviceApi } from './service';
import type { RestUser } from './users';
import { RestUsers } from './users';

/**
 * Whose e-mail address it is, by the REST API.
 *
 * @returns undefined where it is nobody's; `unknown` where there is nobody to ask, or no good answer
 */
export async function ownerOfAddress(address: string, ports: Ports): Promise<RestUser | undefined | 'unknown'> {
	const sealer = new Sealer(ports);
	const { rest } = await knownFitness(ports, sealer);
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
