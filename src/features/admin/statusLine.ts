import type { AttemptEntry } from '../../attempts/attemptLog';
import { explain } from '../../attempts/explain';
import type { ErrorCode, LoginError, Reason } from '../../errors';
import { errorCodes } from '../../errors';
import type { Memory } from '../../ports/memory';
import { rejectedSettings } from './rejected';
import type { Texts } from '../../texts/texts';
import { isServed } from '../../workspace/serviceApi';
import type { BridgeHealth } from '../../workspace/bridgeHealth';
import type { SyncRules } from '../../settings/sync';
import type { Provider } from '../../settings/provider';
import type { Problem } from '../../controls/problem';
import { labelOf } from '../../settings/form';
import type { Fault } from '../checks/findings';

/**
 * How a provider stands. `blocked`: nobody can sign in. `failing`: the last sign-ins failed. `untested`: no fault was
 * found, and nobody has signed in yet. `ready`: someone has. `mobile`: only core's native sign-in, for phones, is on.
 */
export type ProviderState = 'off' | 'incomplete' | 'mobile' | 'blocked' | 'failing' | 'untested' | 'ready';

export interface ProviderStatus {
	readonly state: ProviderState;
	/** Cause and remedy included. */
	readonly text: string;
	/** Why people cannot sign in. */
	readonly code?: ErrorCode | undefined;
	/** A new value of one of its fields was refused, which the text says first. */
	readonly isRefused: boolean;
	/** What keeps people out concerns the whole workspace, and no provider more than another. */
	readonly isOfWorkspace: boolean;
}

/** What is known of a provider besides its settings. */
export interface Seen {
	readonly memory: Memory;
	readonly health: BridgeHealth | undefined;
	/** Why its document can't be used, where there is no good copy either. */
	readonly unreadable: LoginError | undefined;
	/** Of the settings as they are now. */
	readonly faults: readonly Fault[];
	/** Milliseconds since 1970: when it was last checked as it is now; 0 where it was not. */
	readonly checkedAt: number;
	/** Of this provider, since its settings are as they are now; newest first. */
	readonly attempts: readonly AttemptEntry[];
	/** What is to be registered at the provider. */
	readonly callbackUrl: string;
	/** Where the provider reads the app's public keys, if there are any. */
	readonly keysUrl?: string | undefined;
}

/**
 * What is to be said about a provider, under its switch: that is the one place in the admin's form where an app can put
 * a text while it runs. The form itself says "saved successfully" even for a value that was refused.
 */
export function statusOf(provider: Provider, seen: Seen, texts: Texts): ProviderStatus {
	const refusals = provider.definition.fields.flatMap((field) => {
		const problem = seen.memory.of(rejectedSettings).get(field.id);
		return problem ? [refusal(texts.t(labelOf(field)), problem, texts)] : [];
	});
	const { isOfWorkspace = false, ...status } = withoutRefusals(provider, seen, texts);
	const keys = seen.keysUrl ? [texts.t('status_keys', { url: seen.keysUrl })] : [];
	return {
		...status,
		text: [...refusals, status.text, ...keys].join(' '),
		isRefused: refusals.length > 0,
		isOfWorkspace,
	};
}

type Standing = Pick<ProviderStatus, 'state' | 'text' | 'code'> & Partial<Pick<ProviderStatus, 'isOfWorkspace'>>;

function withoutRefusals(provider: Provider, seen: Seen, texts: Texts): Standing {
	const { definition, enabled, missing } = provider;
	if (!enabled) return { state: 'off', text: texts.t('enabled_hint') };
	const names = definition.fields.filter(({ role }) => missing.includes(role)).map((field) => texts.t(labelOf(field)));
	if (names.length > 0) {
		const fields = names.join(', ');
		return definition.nativeSwitch && isUntouched(provider)
			? { state: 'mobile', text: texts.t('status_mobile_only', { provider: provider.name, fields }) }
			: { state: 'incomplete', text: texts.t('status_missing', { fields }) };
	}
	const { health } = seen;
	if (health && !health.ready) return { ...blocked(health, seen, texts), isOfWorkspace: true };
	if (seen.unreadable) return blocked(seen.unreadable, seen, texts);
	return tested(provider, seen, texts);
}

/** Of the fields for the button on the web, none is filled in. */
const isUntouched = ({ clientId, clientSecret, teamId, keyId }: Provider): boolean =>
	[clientId, clientSecret, teamId, keyId].every((value) => value === '');

/** What sign-ins and checks have shown, the newer before the older. */
function tested({ id, syncRules }: Provider, seen: Seen, texts: Texts): Standing {
	const { attempts, faults, checkedAt, health, callbackUrl } = seen;
	const { t } = texts;
	const index = attempts.findIndex(isSignedIn);
	const lastSuccess = index < 0 ? undefined : attempts[index];
	const fault = faults.find(({ outcome }) => outcome === 'failed');
	if (fault && checkedAt > (lastSuccess?.at ?? 0)) return blocked(fault, seen, texts);

	const hints = [...doubts(faults, attempts, callbackUrl, texts), ...notSynced(syncRules, health, texts)];
	const since = index < 0 ? attempts : attempts.slice(0, index);
	const [failure, ...others] = since.filter((one) => one.departed || (one.code && isOfSettings(one.code)));
	if (failure) {
		const { title, paragraphs } = explain(failure, callbackUrl, texts);
		const count = others.filter(({ code }) => code === failure.code).length + 1;
		const reason = failure.code ? `${title} (${codeOf(failure.code, failure.detail)})` : title;
		const text = [t('status_failing', { count, reason }), ...paragraphs, ...hints].join(' ');
		return { state: 'failing', text, code: failure.code };
	}
	const text = lastSuccess
		? t('status_working', { time: new Date(lastSuccess.at).toISOString().slice(0, 16).replace('T', ' ') })
		: t('status_untested', { id });
	return { state: lastSuccess ? 'ready' : 'untested', text: [text, ...hints].join(' ') };
}

const isSignedIn = ({ code, departed }: AttemptEntry): boolean => !code && !departed;

/** Ways to fail that say nothing about the settings: the person went back, waited, or came along an old link. */
const ofThePerson: ReadonlySet<ErrorCode> = new Set([
	'provider_unknown',
	'provider_disabled',
	'method_not_allowed',
	'state_missing',
	'state_invalid',
	'state_foreign',
	'state_expired',
	'state_used',
	'attempt_stale',
	'access_denied',
	'too_many_logins',
	'identity_linked',
]);

const isOfSettings = (code: ErrorCode): boolean =>
	!ofThePerson.has(code) && !['proof', 'proxy'].includes(errorCodes[code].stage);

/** That nobody can sign in, why, and what to do. */
function blocked(reason: Reason, { callbackUrl }: Seen, texts: Texts): Standing {
	const { title, paragraphs } = explain(reason, callbackUrl, texts);
	const text = texts.t('status_blocked', { reason: title, code: codeOf(reason.code, reason.detail) });
	return { state: 'blocked', text: [text, ...paragraphs].join(' '), code: reason.code };
}

const codeOf = (code: ErrorCode, detail: string | undefined): string => (detail ? `${code}: ${detail}` : code);

/** What keeps nobody out, and may be a mistake. */
function doubts(
	faults: readonly Fault[],
	attempts: readonly AttemptEntry[],
	callbackUrl: string,
	texts: Texts,
): string[] {
	const withoutAddress = attempts.find((one) => isSignedIn(one) && one.detail);
	return [
		...faults.filter(({ outcome }) => outcome === 'doubtful'),
		...(withoutAddress ? [withoutAddress] : []),
	].flatMap((one) => explain(one, callbackUrl, texts).paragraphs);
}

/** What of an account can't follow the provider, for want of the service account that it takes. */
function notSynced({ roles, profile }: SyncRules, health: BridgeHealth | undefined, texts: Texts): string[] {
	if (!health) return [];
	const { rest } = health;
	const mayGiveRoles = isServed(health) && !(rest?.ready && rest.lacks.includes('access-permissions'));
	return [
		...(roles && !mayGiveRoles ? [texts.t('status_roles_need_rest')] : []),
		...(profile && !isServed(health) ? [texts.t('status_email_needs_rest')] : []),
	];
}

/** What everyone who answers for the workspace should know about signing in through the app. */
export function warnings(health: BridgeHealth | undefined, logLevel: unknown, texts: Texts): string {
	return [
		texts.t('status_second_factor', { setting: texts.t('privileged_login') }),
		String(logLevel) === '2' && texts.t('status_log_level'),
		health?.ready && !health.silent && texts.t('status_log_exposed'),
	]
		.filter(Boolean)
		.join(' ');
}

/** That a value was not stored, and why. */
export function refusal(field: string, { key, detail }: Problem, texts: Texts): string {
	const reason = texts.t(`problem_${key}`);
	return texts.t('status_refused', { field, reason: detail ? `${reason} (${detail})` : reason });
}
