import type { Registration } from '../../accounts/policy';
import { explain } from '../../attempts/explain';
import type { ErrorCode, LoginError } from '../../errors';
import type { TextKey, Texts } from '../../texts/texts';
import type { BridgeHealth } from '../../workspace/bridgeHealth';
import { bridgeSetting } from '../../settings/bridge';
import { bridgeNotes } from './bridgeNotes';
import type { ProviderState, ProviderStatus } from './statusLine';
import { serviceAccountSettings } from '../../settings/serviceAccount';

/** What the status is made of. All of it is looked up beforehand; see `statusFacts.ts`. */
export interface StatusFacts {
	/** Undefined before the first check. */
	readonly health: BridgeHealth | undefined;
	/** Core's rules for new accounts, or why they can't be read. */
	readonly registration: Registration | LoginError;
	/** Core's `Log_Level`. */
	readonly logLevel: unknown;
	readonly providers: readonly ProviderFacts[];
	/** Labels of the switches that are on and weaken something, with their providers' names. */
	readonly dangers: readonly string[];
	/** Why a setting of the app's own was not saved, one sentence each. */
	readonly refusals: readonly string[];
	/** Which providers were taken off the list though people sign in by them. */
	readonly removed: string | undefined;
	readonly links: number;
	/** Sign-ins of late that core's CAS login led to another account. */
	readonly mismatches: number;
	/** The app was installed, and the server was not restarted since. */
	readonly freshInstall: boolean;
	/** People who wait for an admin. */
	readonly requests: number;
	/** Providers of which no more of them are taken. */
	readonly fullProviders: ReadonlyArray<{ readonly id: string; readonly name: string }>;
	/** Milliseconds since 1970. */
	readonly now: number;
}

export interface ProviderFacts extends ProviderStatus {
	readonly id: string;
	readonly name: string;
	/** Milliseconds since 1970: when what is known of the provider was read from it; absent where nothing has to be. */
	readonly metadataAt?: number | undefined;
	readonly keysAt?: number | undefined;
	/** Milliseconds since 1970: when someone last signed in; keys are asked for again when someone does. */
	readonly signedInAt?: number | undefined;
	/** Anyone in the world can sign up there, and gets an account here. */
	readonly openToAnybody: boolean;
}

/** `blocked`: nobody can sign in. `warning`: something is less safe than it could be, or will go wrong. */
export type StatusLevel = 'blocked' | 'warning' | 'note' | 'fine';

export interface StatusItem {
	readonly level: StatusLevel;
	readonly text: string;
	/** The error that it is about. */
	readonly code?: ErrorCode | undefined;
}

/** Milliseconds. The upkeep reads again every day: what is older than two could not be read. */
const staleAge = 2 * 24 * 3600_000;

/** Milliseconds. Keys are used for an hour, and after that only while no newer ones can be had. */
const staleKeysAge = 2 * 3600_000;

const day = 24 * 3600_000;

/** Everything that an administrator should know, the most urgent first. */
export function statusItems(facts: StatusFacts, texts: Texts): StatusItem[] {
	const items = [
		bridge(facts, texts),
		...facts.providers.flatMap((provider) => ofProvider(provider, facts.now, texts)),
		...(facts.requests > 0 ? [item('warning', texts.t('status_requests', { count: facts.requests }))] : []),
		...facts.fullProviders.map(({ id, name }) =>
			item('warning', texts.t('status_requests_full', { provider: name, id })),
		),
		...(facts.removed ? [item('warning', facts.removed)] : []),
		...facts.refusals.map((text) => item('warning', text)),
		...(facts.mismatches > 0 ? [item('warning', texts.t('error_session_mismatch_admin'), 'session_mismatch')] : []),
		...core(facts, texts),
		...facts.dangers.map((setting) => item('warning', texts.t('status_danger', { setting }))),
		...log(facts, texts),
		item('note', texts.t('status_second_factor', { setting: texts.t('privileged_login') })),
		...(facts.freshInstall ? [item('note', texts.t('status_fresh_install'))] : []),
		item('note', texts.t('status_uninstall', { links: facts.links })),
	];
	const order: readonly StatusLevel[] = ['blocked', 'warning', 'note', 'fine'];
	return order.flatMap((level) => items.filter((one) => one.level === level));
}

/** How things are as a whole, in one sentence. */
export function summaryOf({ providers }: Pick<StatusFacts, 'providers'>, [first]: readonly StatusItem[]): TextKey {
	const some = (...states: ProviderState[]): boolean => providers.some(({ state }) => states.includes(state));
	if (first?.level === 'blocked') return 'status_summary_blocked';
	if (!some('ready', 'failing')) return some('untested') ? 'status_summary_untested' : 'status_summary_none';
	return first?.level === 'warning' ? 'status_summary_warning' : 'status_summary_fine';
}

const item = (level: StatusLevel, text: string, code?: ErrorCode): StatusItem => ({ level, text, code });

/** Which way sessions are opened, and why none is where that is so. */
function bridge({ health }: StatusFacts, texts: Texts): StatusItem {
	const { t } = texts;
	if (!health) return item('note', t('status_unchecked'));
	if (health.ready) {
		const notes = bridgeNotes(health, texts);
		const why = health.casProblem ? explain(health.casProblem, undefined, texts).paragraphs : [];
		return item(
			health.rest?.ready && health.rest.openTokens ? 'warning' : 'fine',
			[notes[bridgeSetting.id], ...why, notes[serviceAccountSettings.token.id]].filter(Boolean).join(' '),
		);
	}
	const { title, paragraphs } = explain(health, undefined, texts);
	const text = [`${title}.`, ...paragraphs, health.detail && `(${health.detail})`].filter(Boolean).join(' ');
	return item('blocked', text, health.code);
}

const levels: Readonly<Record<ProviderState, StatusLevel>> = {
	off: 'note',
	incomplete: 'warning',
	mobile: 'fine',
	blocked: 'blocked',
	failing: 'warning',
	untested: 'note',
	ready: 'fine',
};

function ofProvider({ name, text, state, code, ...facts }: ProviderFacts, now: number, { t }: Texts): StatusItem[] {
	if (state === 'off' && !facts.isRefused) return [];
	// The item about the bridge says it, once.
	if (facts.isOfWorkspace && !facts.isRefused) return [];
	const { metadataAt = now, keysAt = now, signedInAt = keysAt } = facts;
	const days = (milliseconds: number): number => Math.floor(milliseconds / day);
	return [
		item(facts.isRefused && state !== 'blocked' ? 'warning' : levels[state], `${name}: ${text}`, code),
		...(now - metadataAt > staleAge
			? [item('warning', t('status_stale_metadata', { provider: name, days: days(now - metadataAt) }))]
			: []),
		...(signedInAt - keysAt > staleKeysAge
			? [item('warning', t('status_stale_keys', { provider: name, days: days(now - keysAt) }))]
			: []),
		...(facts.openToAnybody ? [item('warning', `${name}: ${t('status_open_to_anybody')}`)] : []),
	];
}

/** What core's own settings will refuse. */
function core({ registration }: StatusFacts, { t }: Texts): StatusItem[] {
	if (registration instanceof Error) {
		const text = `${t('error_core_settings_unreadable_admin')} (${registration.detail})`;
		return [item('blocked', text, 'core_settings_unreadable')];
	}
	return [
		...(registration.registrationOpen
			? []
			: [item('warning', t('error_registration_closed_admin'), 'registration_closed')]),
		...(registration.approvalRequired ? [item('note', t('status_approval_required'))] : []),
		...(registration.emailDomains.length > 0
			? [item('note', t('status_domains', { domains: registration.emailDomains.join(', ') }))]
			: []),
	];
}

function log({ health, logLevel }: StatusFacts, { t }: Texts): StatusItem[] {
	return [
		...(String(logLevel) === '2' ? [item('warning', t('status_log_level'))] : []),
		...(health?.ready
			? [health.silent ? item('fine', t('status_log_silent')) : item('warning', t('status_log_exposed'))]
			: []),
	];
}
