import { identityKey, Links } from '../../accounts/links';
import { LoginError } from '../../errors';
import { sha256 } from '../../values/digest';
import { verifyLogoutToken } from '../../oauth/logoutToken';
import { keysOf } from '../../providers/knowledge';
import type { ProviderDefinition } from '../../providers/definition/definition';
import { bridgeFor } from '../../workspace/bridge';
import { takeOverCasIfChosen } from '../../workspace/bridgeHealth';
import { useOnce, wasUsed } from '../../browser/once';
import { Sealer } from '../../browser/seal';
import { signOutsOf } from './signOut';
import type { Needs, WorkspaceAccess } from '../../ports/ports';

/**
 * The provider reports that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0): their sessions here
 * end, too, on every device. The provider says whose session it was, and Rocket.Chat keeps none apart by where it came
 * from.
 *
 * Core has no way to end somebody's sessions but for themselves, or an admin. So the app signs the person in once more,
 * and ends all other sessions by that one, and then that one.
 *
 * @param clientAddress the provider's, under which core counts the login
 * @throws LoginError
 */
export async function endReportedSessions(
	definition: ProviderDefinition | undefined,
	logoutToken: unknown,
	clientAddress: string | undefined,
	ports: WorkspaceAccess & Needs<'directory'>,
): Promise<void> {
	const context = await signOutsOf(definition, ports);
	if (!context) throw new LoginError('provider_disabled');
	const { metadata, provider, instance } = context;
	if (!metadata.jwksUri) throw new LoginError('jwks_unavailable');
	if (typeof logoutToken !== 'string') throw new LoginError('id_token_missing');
	const { subject, id, until } = await verifyLogoutToken(logoutToken, {
		issuer: metadata.issuer,
		clientId: provider.clientId,
		algorithms: metadata.idTokenAlgs,
		keys: await keysOf(metadata.jwksUri, ports),
		now: new Date(ports.now()),
	});
	// One that comes again has been followed, or is tried once more.
	const report = `logout:${await sha256(JSON.stringify([instance, id]))}`;
	if (await wasUsed(report, ports.store)) return;

	const { link } = await new Links(ports.store).find(
		await identityKey({ provider: instance, issuer: metadata.issuer, subject }),
	);
	const account = link && (await ports.directory.byId(link.userId));
	// Nobody of ours, or somebody whose sessions core has ended already.
	if (!account?.active) return;
	const sealer = new Sealer(ports);
	const bridge = await bridgeFor(await takeOverCasIfChosen(ports, sealer), ports, sealer);
	const { session } = await bridge.signIn(account, link?.casUser, clientAddress);
	try {
		await bridge.endOthers(session);
	} finally {
		await bridge.end(session);
	}
	await useOnce(report, until, ports.store, ports.memory);
}
