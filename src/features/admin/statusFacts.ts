import { lastLinkSum } from '../people/linkCounts';
import type { Registration } from '../../accounts/policy';
import { readRegistration } from '../../accounts/policy';
import { fullProviders, waitingRequests } from '../../accounts/requests';
import { LoginError } from '../../errors';
import type { Texts } from '../../texts/texts';
import { knowledgeAge } from '../../providers/knowledge';
import { readSetting } from '../../controls/setting';
import type { Provider } from '../../settings/provider';
import { discoverySource } from '../../settings/resolveProvider';
import { readWorkspace } from '../../settings/workspace';
import { declarationOf, labelOf } from '../../settings/form';
import { generalSettings } from '../../settings/general';
import { freshInstall } from './freshInstall';
import type { ProviderFacts, StatusFacts } from './status';
import { rejectedSettings } from './rejected';
import { removedNote, removedProviders } from './removedProviders';
import type { StatusSources } from './providerStatuses';
import { readStatuses } from './providerStatuses';
import { refusal } from './statusLine';
import type { Needs } from '../../ports/ports';

/** Looks up everything that the status is made of; nothing is checked again. */
export async function gatherStatusFacts(
	ports: StatusSources & Needs<'appSettings' | 'now'>,
	texts: Texts,
): Promise<StatusFacts> {
	const { appSettings, serverSettings, store } = ports;
	const [{ health, attempts, providers: statuses }, workspace, registration, logLevel, links, requests] =
		await Promise.all([
			readStatuses(ports, texts),
			readWorkspace(serverSettings),
			readRegistration(serverSettings).catch(unreadable),
			serverSettings.get('Log_Level'),
			lastLinkSum(store),
			waitingRequests(ports),
		]);
	const providers = statuses.map(({ provider }) => provider);
	const ofProvider = async ({ provider, status }: (typeof statuses)[number]): Promise<ProviderFacts> => ({
		...status,
		id: provider.id,
		name: provider.name,
		...(provider.traits.protocol === 'openid' ? await knowledgeAge(discoverySource(provider, workspace), store) : {}),
		signedInAt: attempts.find((one) => one.provider === provider.id && !one.code && !one.departed)?.at,
		openToAnybody: !(registration instanceof LoginError) && isOpenToAnybody(provider, registration),
	});
	return {
		health,
		registration,
		logLevel,
		links,
		mismatches: attempts.filter(({ code }) => code === 'session_mismatch').length,
		freshInstall: ports.memory.of(freshInstall).isFresh,
		removed: removedNote(await removedProviders(appSettings, store), texts),
		requests: requests.length,
		fullProviders: fullProviders(requests).map((id) => ({
			id,
			name: providers.find((one) => one.id === id)?.name ?? id,
		})),
		now: ports.now(),
		providers: await Promise.all(statuses.map(ofProvider)),
		dangers: (
			await Promise.all([...providers.map((one) => dangersOf(one, ports, texts)), general(ports, texts)])
		).flat(),
		refusals: generalSettings.flatMap(({ id, label }) => {
			const problem = ports.memory.of(rejectedSettings).get(id);
			return problem ? [refusal(texts.t(label), problem, texts)] : [];
		}),
	};
}

function unreadable(error: unknown): LoginError {
	if (error instanceof LoginError) return error;
	throw error;
}

/** Whether it is the one server that everyone in the world can sign up at, and nothing says who of them comes in. */
function isOpenToAnybody({ traits, issuer, rules }: Provider, registration: Registration): boolean {
	const isPublic = issuer !== '' && [traits.issuer, traits.url].includes(issuer);
	const mayCreate = rules.mayCreate && registration.registrationOpen;
	const isApproved = rules.approval || registration.approvalRequired;
	const isListed = [...rules.onlyDomains, ...rules.onlyGroups, ...registration.emailDomains].length > 0;
	return isPublic && mayCreate && !isApproved && !isListed;
}

async function dangersOf(
	{ definition, name, weakenings }: Provider,
	{ appSettings }: Needs<'appSettings'>,
	texts: Texts,
): Promise<string[]> {
	const fields = definition.fields.filter((field) => declarationOf(field).dangerous);
	const values = await Promise.all(fields.map(({ id }) => appSettings.get(id)));
	return [
		...fields.filter((_, index) => values[index] === true).map((field) => texts.t(labelOf(field))),
		...weakenings.map((trait) => `${texts.t('provider_definition')}, ${trait}`),
	].map((danger) => `${name}: ${danger}`);
}

async function general({ appSettings }: Needs<'appSettings'>, { t }: Texts): Promise<string[]> {
	const dangerous = generalSettings.filter((setting) => setting.dangerous);
	const values = await Promise.all(dangerous.map((setting) => readSetting(setting, appSettings)));
	return dangerous.filter((_, index) => values[index] === true).map(({ label }) => t(label));
}
