import type { IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import { forAdmins, fromAdmins } from '../admin/adminEndpoint';
import { withQuery } from '../admin/adminFrame';
import { frameOf } from '../admin/frameOf';
import { readStatuses } from '../admin/providerStatuses';
import { refusal } from '../admin/statusLine';
import { tileIcon } from '../login-page/buttonIcon';
import { writeSettings, writesOf } from '../transfer/writeSettings';
import type { SettingsPlan } from '../transfer/planSettings';
import { isPossible, planSettings } from '../transfer/planSettings';
import { runChecks } from '../checks/checks';
import type { OfferedProvider, SetupPageData } from './setupPages';
import { adminProvidersPage, namePage, setupPage } from './setupPages';
import { neededFields, secretRoles, settingsOf, settingsOfNew, withChanges } from './setupForm';
import { Audit } from '../../attempts/audit';
import type { Visit } from '../../browser/visits';
import { LoginError } from '../../errors';
import type { Call, Handlers } from '../../http/endpoint';
import { redirect, respond } from '../../http/respond';
import { catalog } from '../../providers/catalog';
import { customNames, customProvider } from '../../providers/custom';
import type { ProviderDefinition } from '../../providers/definition/definition';
import { allProviders, findProvider } from '../../providers/registry';
import { labelOf } from '../../settings/form';
import type { Provider } from '../../settings/provider';
import { publicKeysUrl, readProvider } from '../../settings/provider';
import { readProxyUse, registeredUrl } from '../../settings/proxy';
import { readSite } from '../../settings/workspace';
import type { Texts } from '../../texts/texts';

/** The list of providers, and what more can be set up. */
export const adminProviders: Handlers = {
	path: 'admin/providers',
	retry: () => 'admin/providers',
	get: forAdmins(list, () => 'admin/providers'),
};

/** Where one provider is set up. */
export const setup: Handlers = {
	path: 'admin/setup',
	retry: () => 'admin/providers',
	get: forAdmins(
		async (call, visit) => {
			const { provider, preset, done } = call.request.query as Record<string, unknown>;
			if (provider === undefined) return askName(preset, {}, visit, call);
			return show(await definitionOf(provider, call), {}, done, visit, call);
		},
		({ request: { query } }) => withQuery('admin/setup', idsIn(query)),
	),
	post: fromAdmins(async (call, visit) => {
		const form = call.request.content as Record<string, unknown>;
		if (form.action === 'add') return add(form, visit, call);
		const definition = await definitionOf(form.provider, call);
		switch (form.action) {
			case 'on':
			case 'off':
				return turn(definition, form.action, visit, call);
			default:
				return save(definition, form, visit, call);
		}
	}),
};

/** Of the query that is asked for again after the proof: one id. */
function idsIn({ provider, preset }: Readonly<Record<string, unknown>>): Record<string, string> {
	const isId = (value: unknown): value is string => typeof value === 'string' && /^[a-z0-9_]{1,64}$/.test(value);
	return isId(provider) ? { provider } : isId(preset) ? { preset } : {};
}

async function definitionOf(id: unknown, { ports }: Call): Promise<ProviderDefinition> {
	const definition = await findProvider(id, ports.appSettings);
	if (!definition) throw new LoginError('provider_unknown');
	return definition;
}

/** What a custom provider can be made of, by the values of its setting. */
const variants = customProvider('Any').variants!;

async function list(call: Call, visit: Visit): Promise<IApiResponse> {
	const { ports } = call;
	const { texts, frame } = await frameOf(call, visit);
	const { providers } = await readStatuses(ports, texts);
	const isBegun = ({ provider: { id, clientId, enabled } }: (typeof providers)[number]): boolean =>
		clientId !== '' || enabled || !catalog.some((one) => one.id === id);
	const offered: OfferedProvider[] = [
		...providers
			.filter((one) => !isBegun(one))
			.map(({ provider: { id, name, button } }) => ({
				...{ name, icon: tileIcon(name, button), path: `admin/setup?provider=${id}` },
			})),
		...Object.entries(variants).map(([preset, { name, button }]) => ({
			name,
			icon: tileIcon(name, {
				...{ picture: '', brands: [preset] },
				...{ color: button?.color ?? '', labelColor: button?.textColor ?? '' },
			}),
			path: `admin/setup?preset=${preset}`,
		})),
	];
	const listed = providers.filter(isBegun).map(({ provider: { id, name, button }, status }) => ({
		...{ id, name, icon: tileIcon(name, button), status },
	}));
	offered.sort((a, b) => a.name.localeCompare(b.name));
	return respond(adminProvidersPage(texts, { ...frame, providers: listed, offered }));
}

async function askName(
	preset: unknown,
	{ name, problem }: { readonly name?: string; readonly problem?: string },
	visit: Visit,
	call: Call,
): Promise<IApiResponse> {
	const variant = typeof preset === 'string' && Object.hasOwn(variants, preset) ? variants[preset] : undefined;
	if (!variant) throw new LoginError('provider_unknown');
	const { texts, frame } = await frameOf(call, visit);
	const [suggested = ''] = customNames(variant.name.replace(/[,.]/g, ''));
	return respond(
		namePage(texts, { ...frame, preset: String(preset), presetName: variant.name, name: name ?? suggested, problem }),
	);
}

async function add(form: Record<string, unknown>, visit: Visit, call: Call): Promise<IApiResponse> {
	const { ports } = call;
	const name = typeof form.name === 'string' ? form.name.trim().slice(0, 64) : '';
	const preset = String(form.preset);
	const { texts } = await frameOf(call, visit);
	const retry = (problem: string) => askName(preset, { name, problem }, visit, call);
	const existing = await allProviders(ports.appSettings);
	const wanted = await settingsOfNew(name, preset, ports.appSettings);
	if (name.includes(',') || existing.some(({ id }) => id === wanted.id)) return retry(texts.t('problem_name_taken'));
	const plan = await planSettings(wanted.settings, ports);
	if (!isPossible(plan)) return retry(problemsOf(plan, texts).join(' '));
	await carryOut(plan, visit, call);
	return to(wanted.id, undefined, call);
}

async function save(
	definition: ProviderDefinition,
	form: Record<string, unknown>,
	visit: Visit,
	call: Call,
): Promise<IApiResponse> {
	const { ports } = call;
	const { texts } = await frameOf(call, visit);
	const provider = await readProvider(definition, ports.appSettings);
	const settings = settingsOf(neededFields(provider), form);
	const typed = Object.fromEntries(Object.entries(form).filter(([, value]) => typeof value === 'string'));
	const retry = (problems: readonly string[]) =>
		show(definition, { typed: typed as Record<string, string>, problems }, undefined, visit, call);
	if (!settings) return retry([texts.t('setup_file_unreadable')]);
	const plan = await planSettings(settings, ports);
	if (!isPossible(plan)) return retry(problemsOf(plan, texts));
	if (form.action !== 'save_on') {
		await carryOut(plan, visit, call);
		return to(definition.id, 'saved', call);
	}
	// A server shows what was written only to the next request: what is checked is what will be there.
	const appSettings = { ...settingsPort(call), ...withChanges(ports.appSettings, settings) };
	const checks = await runChecks(definition, { ...ports, appSettings });
	const isFit = checks.every(({ outcome }) => outcome !== 'failed');
	const whole = isFit ? await planSettings({ ...settings, ...switchOf(definition, true) }, ports) : plan;
	await carryOut(whole, visit, call);
	return to(definition.id, isFit ? 'on' : 'failed', call);
}

async function turn(
	definition: ProviderDefinition,
	to_: 'on' | 'off',
	visit: Visit,
	call: Call,
): Promise<IApiResponse> {
	const plan = await planSettings(switchOf(definition, to_ === 'on'), call.ports);
	await carryOut(plan, visit, call);
	return to(definition.id, to_, call);
}

const settingsPort = ({ ports: { appSettings } }: Call) => ({
	stored: (id: string) => appSettings.stored(id),
	refresh: () => appSettings.refresh(),
});

const switchOf = ({ fields }: ProviderDefinition, on: boolean): Record<string, boolean> => ({
	[fields.find(({ role }) => role === 'enabled')!.id]: on,
});

const problemsOf = ({ changes }: SettingsPlan, texts: Texts): string[] =>
	changes.flatMap(({ problem, field, setting }) =>
		problem ? [refusal(field ? texts.t(labelOf(field)) : setting.id, problem, texts)] : [],
	);

/** Writes settings, and notes who did: the server tells the app of its own changes without a name. */
async function carryOut(plan: SettingsPlan, { userId }: Visit, { ports }: Call): Promise<void> {
	await writeSettings(writesOf(plan), ports);
	for (const { setting } of plan.changes)
		new Audit(ports).note({ event: 'setting_changed', by: userId, what: setting.id });
}

async function show(
	definition: ProviderDefinition,
	{ typed = {}, problems = [] }: { readonly typed?: Record<string, string>; readonly problems?: readonly string[] },
	done: unknown,
	visit: Visit,
	call: Call,
): Promise<IApiResponse> {
	const { ports } = call;
	const { texts, frame, workspace } = await frameOf(call, visit);
	const [provider, proxy] = await Promise.all([
		readProvider(definition, ports.appSettings),
		readProxyUse(ports.appSettings),
	]);
	const fields = await Promise.all(
		neededFields(provider).map(async (field) => {
			const stored = await ports.appSettings.get(field.id);
			const isSecret = secretRoles.includes(field.role);
			const text = typeof stored === 'string' ? stored : '';
			return {
				role: field.role,
				label: labelOf(field),
				value: isSecret ? '' : (typed[field.role] ?? text),
				secret: isSecret ? (text ? ('stored' as const) : ('empty' as const)) : ('none' as const),
			};
		}),
	);
	return respond(
		setupPage(texts, {
			...{ ...frame, fields, problems },
			id: definition.id,
			provider: definition.name,
			icon: tileIcon(provider.name, provider.button),
			callbackUrl: registeredUrl(workspace.url, ports.appPath, definition.id, proxy),
			credential: credentialOf(provider),
			keysUrl: publicKeysUrl(workspace.url, ports.appPath, provider),
			enabled: provider.enabled,
			checks: problems.length === 0 && provider.missing.length === 0 ? await runChecks(definition, ports) : undefined,
			done: ['saved', 'on', 'off', 'failed'].includes(String(done)) ? (done as SetupPageData['done']) : undefined,
		}),
	);
}

const credentialOf = ({ traits }: Provider): SetupPageData['credential'] => {
	if (traits.signedSecret) return 'apple';
	return traits.ownSigningKey ? 'ownKey' : 'secret';
};

/** Never the answer to a form itself: loading it again would post again. */
async function to(provider: string, done: SetupPageData['done'], { ports }: Call): Promise<IApiResponse> {
	const { path } = await readSite(ports.serverSettings);
	return redirect(withQuery(`${path}${ports.appPath}/admin/setup`, { provider, done }));
}
