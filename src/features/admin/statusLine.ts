import type { LoginError } from '../../errors';
import type { Memory } from '../../ports/memory';
import { unreadableProviders } from '../../providers/knowledge';
import { rejectedSettings } from './rejected';
import { titleKey } from '../../texts/errorTexts';
import type { Texts } from '../../texts/texts';
import { isServed } from '../../workspace/serviceApi';
import type { BridgeHealth } from '../../workspace/bridgeHealth';
import type { InStep } from '../../settings/sync';
import type { Provider } from '../../settings/provider';
import type { Problem } from '../../controls/problem';
import { labelOf } from '../../settings/form';

/**
 * What is to be said about a provider, under its switch: that is the one place in the admin's form where an app can put
 * a text while it runs. The form itself says "saved successfully" even for a value that was refused.
 */
export function statusLine(
	{ definition, enabled, missing, issuer, inStep }: Provider,
	memory: Memory,
	health: BridgeHealth | undefined,
	texts: Texts,
): string {
	const refusals = definition.fields.flatMap((field) => {
		const problem = memory.of(rejectedSettings).get(field.id);
		return problem ? [refusal(texts.t(labelOf(field)), problem, texts)] : [];
	});
	if (refusals.length > 0) return refusals.join(' ');
	if (!enabled) return texts.t('enabled_hint');
	if (missing.length === 0) {
		const problem = health && !health.ready ? health : memory.of(unreadableProviders).get(issuer);
		if (problem) return blocked(problem, texts);
		return [texts.t('status_ready'), ...notInStep(inStep, health, texts)].join(' ');
	}
	const names = definition.fields.filter(({ role }) => missing.includes(role)).map((field) => texts.t(labelOf(field)));
	return texts.t('status_missing', { fields: names.join(', ') });
}

/** That nobody can sign in yet, because of the workspace or the provider's metadata. */
const blocked = ({ code, detail }: Pick<LoginError, 'code' | 'detail'>, texts: Texts): string =>
	texts.t('status_blocked', { reason: texts.t(titleKey(code)), code: detail ? `${code}: ${detail}` : code });

/** What of an account can't follow the provider, for want of the service account that it takes. */
function notInStep({ roles, profile }: InStep, health: BridgeHealth | undefined, texts: Texts): string[] {
	if (!health) return [];
	const { rest } = health;
	const mayGiveRoles = isServed(health) && !(rest?.ready && rest.lacks.includes('access-permissions'));
	return [
		...(roles && !mayGiveRoles ? [texts.t('status_roles_need_rest')] : []),
		...(profile && !isServed(health) ? [texts.t('status_email_needs_rest')] : []),
	];
}

/** What everybody who answers for the workspace should know about signing in through the app. */
export function warnings(health: BridgeHealth | undefined, logLevel: unknown, texts: Texts): string {
	return [
		texts.t('status_second_factor'),
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
