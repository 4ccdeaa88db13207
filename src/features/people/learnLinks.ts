import { isJsonObject } from '../../values/json';
import type { CoreCounterpart, ProviderDefinition } from '../../providers/definition/definition';
import { instanceOf } from '../../providers/instance';
import { allProviders } from '../../providers/registry';
import { readSetting } from '../../controls/setting';
import { learningSetting } from '../../settings/people';
import type { Provider } from '../../settings/provider';
import { isUsable, readProvider } from '../../settings/provider';
import { coreSubject } from './coreIdentity';
import { identityKey, Links } from '../../accounts/links';
import { serverOf } from './accountServer';
import { text } from '../../values/parse';
import type { Needs, Settings, Storage } from '../../ports/ports';

/**
 * Links the identities that core's own sign-ins have proven, as their people sign in: for those who had no other way in,
 * it is the only door to what core knows.
 *
 * @param document what `IPostUserLoggedIn` hands over: on 7.7.1 the raw user document, with the hashes of passwords and
 * tokens in it. Nothing of it is kept, and nothing logged, but for the id at the provider
 */
export async function learnLinks(
	document: unknown,
	ports: Storage & Settings & Needs<'transport' | 'directory'>,
): Promise<void> {
	if (!isJsonObject(document) || !isJsonObject(document.services)) return;
	const { _id: userId, services } = document;
	if (typeof userId !== 'string' || userId === '') return;
	// Most people have a password and sessions there, and nothing else.
	const definitions = (await allProviders(ports.appSettings)).filter((definition) =>
		coreServices(definition).some((service) => isJsonObject(services[service])),
	);
	if (definitions.length === 0 || !(await readSetting(learningSetting, ports.appSettings))) return;
	for (const definition of definitions) {
		const provider = await readProvider(definition, ports.appSettings);
		// What is wrong with one provider keeps no other from it.
		if (isUsable(provider)) await learnLink(provider, userId, services, ports).catch(() => undefined);
	}
}

const coreServices = ({ core, variants = {} }: ProviderDefinition): string[] =>
	[core, ...Object.values(variants).map((variant) => variant.core)].flatMap((one) => one?.service ?? []);

async function learnLink(
	provider: Provider,
	userId: string,
	services: Record<string, unknown>,
	ports: Storage & Needs<'transport' | 'serverSettings' | 'directory'>,
): Promise<void> {
	const { issuer, identityEndpoint } = await serverOf(provider, ports);
	for (const counterpart of provider.counterparts) {
		const core = await coreSetup(counterpart, ports);
		const subject = coreSubject(services[counterpart.service], counterpart, core, provider, identityEndpoint);
		if (subject !== undefined) return link(provider.id, issuer, subject, userId, ports);
	}
}

async function coreSetup(
	{ urlSetting, identityPathSetting, clientId }: CoreCounterpart,
	{ serverSettings }: Needs<'serverSettings'>,
): Promise<Parameters<typeof coreSubject>[2]> {
	const read = async (id: string | undefined): Promise<string> => (id ? text(await serverSettings.get(id)) : '');
	const [url, identityPath, client] = await Promise.all([urlSetting, identityPathSetting, clientId?.setting].map(read));
	return { url: url!, identityPath: identityPath!, clientId: client! };
}

/** Where nothing speaks against it: nobody's link is changed, and one that somebody has removed does not come back. */
async function link(
	providerId: string,
	issuer: string,
	subject: string,
	userId: string,
	{ store, directory, now }: Needs<'store' | 'directory' | 'now'>,
): Promise<void> {
	const provider = await instanceOf(providerId, store);
	const links = new Links(store);
	const identity = await identityKey({ provider, issuer, subject });
	const { link: existing, pending, unlinked, generation } = await links.find(identity);
	if (existing || pending || unlinked?.reason === 'removed') return;
	const account = await directory.byId(userId);
	if (account?.kind !== 'person' || !account.active) return;
	const casUser = (await links.of(account.id)).at(-1)?.casUser;
	await links.link({
		identity,
		provider,
		issuer,
		subject,
		generation,
		casUser,
		userId: account.id,
		linkedAt: now(),
		origin: 'core',
	});
}
