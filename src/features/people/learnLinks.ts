import { isPrivileged } from '../../accounts/decide';
import { readPrivilegedRoles } from '../../accounts/policy';
import type { NoticePorts } from '../../attempts/linkNotices';
import { linkWithNotice, tellOf } from '../../attempts/linkNotices';
import type { Account } from '../../ports/directory';
import type { Slot } from '../../ports/memory';
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
import { noteEvents } from './coreEvents';
import { text } from '../../values/parse';
import { servicesOf } from '../../workspace/servicesOf';
import { userIdOf } from '../../workspace/userEvents';
import type { Needs, Settings, WorkspaceAccess } from '../../ports/ports';

/**
 * Links the identities that core's own sign-ins have proven, as their people sign in: for those who had no other way in,
 * it is the only door to what core knows. Core's own switch has to be on: what a sign-in that is off has left is out of
 * date, or an admin has switched it off for a reason. Nobody with a privileged role is linked, as in an import.
 *
 * @param document what `IPostUserLoggedIn` hands over. On 7.7.1 it is the raw user document, with the hashes of passwords
 * and tokens in it; nothing of it is kept, and nothing logged, but for the id at the provider. On 8.x and later it is the
 * engine's user, who has no `services`: the service account asks for them then
 */
export async function learnLinks(
	document: unknown,
	ports: WorkspaceAccess & Needs<'directory' | 'messenger'>,
): Promise<void> {
	const userId = userIdOf(document);
	if (userId === undefined || !isJsonObject(document)) return;
	const told = isJsonObject(document.services) ? document.services : undefined;
	await noteEvents(told !== undefined, ports);
	// Most people have a password and sessions there, and nothing else.
	const definitions = (await allProviders(ports.appSettings)).filter((definition) =>
		coreServices(definition).some((service) => !told || isJsonObject(told[service])),
	);
	if (definitions.length === 0 || !(await readSetting(learningSetting, ports.appSettings))) return;
	const candidates = await candidatesOf(definitions, ports);
	if (candidates.length === 0) return;
	const account = await ports.directory.byId(userId);
	if (account?.kind !== 'person' || !account.active) return;
	if (isPrivileged(account, { privilegedRoles: await readPrivilegedRoles(ports.appSettings) })) return;
	const known = told ?? (await askForServices(account, candidates, ports));
	if (!known) return;
	for (const candidate of candidates) {
		// What is wrong with one provider keeps no other from it.
		await learnLink(candidate, account, known, ports).catch(() => undefined);
	}
}

/** A provider whose people core signs in as well. */
interface Candidate {
	readonly provider: Provider;
	/** Core's sign-ins by it that are on. */
	readonly counterparts: readonly CoreCounterpart[];
}

const coreServices = ({ core, variants = {} }: ProviderDefinition): string[] =>
	[core, ...Object.values(variants).map((variant) => variant.core)].flatMap((one) => one?.service ?? []);

async function candidatesOf(definitions: readonly ProviderDefinition[], ports: Settings): Promise<Candidate[]> {
	const all = await Promise.all(
		definitions.map(async (definition) => {
			const provider = await readProvider(definition, ports.appSettings);
			if (!isUsable(provider)) return { provider, counterparts: [] };
			const isOn = await Promise.all(
				provider.counterparts.map(({ enabledSetting }) => ports.serverSettings.get(enabledSetting)),
			);
			return { provider, counterparts: provider.counterparts.filter((_, index) => isOn[index] === true) };
		}),
	);
	return all.filter(({ counterparts }) => counterparts.length > 0);
}

/** Whom this process has asked about, and when: milliseconds since 1970, by account. */
const asked: Slot<Map<string, number>> = () => new Map();

/** Milliseconds. */
const day = 24 * 3600_000;

/** So many accounts are remembered at most. */
const maximumAsked = 10_000;

/** In the person's name, once a day at most, and never for someone of whom everything is known. */
async function askForServices(
	{ id }: Account,
	candidates: readonly Candidate[],
	ports: WorkspaceAccess,
): Promise<Record<string, unknown> | undefined> {
	const memory = ports.memory.of(asked);
	const last = memory.get(id);
	if (last !== undefined && last + day > ports.now()) return undefined;
	const [links, instances] = await Promise.all([
		new Links(ports.store).of(id),
		Promise.all(candidates.map(({ provider }) => instanceOf(provider.id, ports.store))),
	]);
	if (instances.every((instance) => links.some(({ provider }) => provider === instance))) return undefined;
	const services = await servicesOf(id, ports);
	if (!services) return undefined;
	if (memory.size >= maximumAsked) memory.clear();
	memory.set(id, ports.now());
	return services;
}

async function learnLink(
	{ provider, counterparts }: Candidate,
	account: Account,
	services: Record<string, unknown>,
	ports: NoticePorts & Needs<'transport'>,
): Promise<void> {
	const { issuer, identityEndpoint } = await serverOf(provider, ports);
	for (const counterpart of counterparts) {
		const core = await coreSetup(counterpart, ports);
		const subject = coreSubject(services[counterpart.service], counterpart, core, provider, identityEndpoint);
		if (subject !== undefined) return link(provider.id, issuer, subject, account, ports);
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

/** Where nothing speaks against it: nobody's link is changed, and one that someone has removed does not come back. */
async function link(
	providerId: string,
	issuer: string,
	subject: string,
	{ id: userId }: Account,
	ports: NoticePorts,
): Promise<void> {
	const provider = await instanceOf(providerId, ports.store);
	const links = new Links(ports.store);
	const identity = await identityKey({ provider, issuer, subject });
	const { link: existing, pending, unlinked, generation } = await links.find(identity);
	if (existing || pending || unlinked?.reason === 'removed') return;
	const casUser = (await links.of(userId)).at(-1)?.casUser;
	const linkedAt = ports.now();
	const notice = await linkWithNotice(
		{ identity, provider, issuer, subject, generation, casUser, userId, linkedAt, origin: 'core' },
		{ message: 'link_made', entry: { event: 'link_learnt', provider: providerId } },
		ports,
	);
	await tellOf(notice, ports);
}
