import { casUrl } from '../../settings/bridge';
import { LoginError } from '../../errors';
import type { Sealer } from '../../browser/seal';
import { randomString } from '../../values/random';
import type { HttpResponse } from '../../ports/transport';
import { isSecure } from '../../settings/workspace';
import type { Addresses, Self } from '../address/self';
import { findInternal, findSelf, insecure } from '../address/self';
import { clientHeaders, ownAddress } from '../session/clientHeaders';
import { casUserPrefix } from './casUser';
import { CoreSettings, usesOwnCas } from './coreSettings';
import { text } from '../../values/parse';
import type { Needs } from '../../ports/ports';

/**
 * Checks everything that the CAS bridge needs, and changes nothing.
 *
 * @returns where the workspace answers itself
 * @throws LoginError why the CAS bridge can't be used
 */
export async function checkCas(
	addresses: Addresses,
	ports: Needs<'appPath' | 'transport' | 'serverSettings'>,
	sealer: Sealer,
): Promise<Self> {
	const { site, cas } = addresses;
	if (!isSecure(site)) throw insecure(site);
	if (!cas.startsWith('https://')) throw new LoginError('workspace_insecure', `${casUrl.id} is not HTTPS`);

	const self = await findInternal(addresses, ports, sealer);
	await findSelf([cas], ports, sealer);

	if (await usesOwnCas(ports)) throw new LoginError('cas_in_use', 'CAS_base_url');
	casUserPrefix(text(await ports.serverSettings.fresh('UTF8_User_Names_Validation')));
	await refuseVulnerable(self.url, ports);
	return self;
}

/** The same, and then has core's CAS settings lead to the app. */
export async function takeOverCas(
	addresses: Addresses,
	ports: Needs<'appPath' | 'transport' | 'store' | 'serverSettings' | 'memory' | 'now'>,
	sealer: Sealer,
): Promise<Self> {
	const self = await checkCas(addresses, ports, sealer);
	await new CoreSettings(ports).takeOver(addresses.cas, addresses.site, ports.store);
	return self;
}

/**
 * CVE-2026-45688: servers before 7.10.11, 7.13.7, 8.0.5, 8.1.4, 8.2.3, 8.3.3, 8.4.1 and 8.5.0 hand the credential token
 * on to the database as it comes, so that `{ "$gt": "" }` returns the session of anyone who signed in by CAS within the
 * last minute. A query that the database itself refuses tells such a server from one that looks at the type first: only
 * there does it end otherwise than an unknown token does, which core has to have refused for that: any other answer is
 * no sign of anything.
 */
async function refuseVulnerable(internalUrl: string, { transport }: Needs<'transport'>): Promise<void> {
	const login = async (credentialToken: unknown): Promise<HttpResponse> => {
		const answer = await transport.send({
			method: 'POST',
			url: `${internalUrl}/api/v1/login`,
			headers: { 'Content-Type': 'application/json', ...clientHeaders(ownAddress()) },
			body: JSON.stringify({ cas: { credentialToken } }),
		});
		if (answer.status === 429) throw new LoginError('workspace_limit_unknown');
		return answer;
	};
	const unknown = await login(randomString(32));
	if (unknown.status !== 401) throw new LoginError('workspace_unreachable', `/api/v1/login: HTTP ${unknown.status}`);
	const refused = await login({ $in: 5 });
	if (refused.status !== 401 || refused.body !== unknown.body) throw new LoginError('server_vulnerable');
}
