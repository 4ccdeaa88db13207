import type { ErrorCode, Reason } from '../../errors';
import type { TextKey, Texts } from '../../texts/texts';
import { mayBeClosed } from '../../workspace/rest/openTokens';
import type { RestFinding } from '../../workspace/rest/checkServiceAccount';
import type { BridgeHealth } from '../../workspace/bridgeHealth';
import { bridgeSetting } from '../../settings/bridge';
import { serviceAccountSettings } from '../../settings/serviceAccount';

/** What is to be said about how people are signed in, by the settings' ids: what is in use, why, and what is missing. */
export function bridgeNotes(health: BridgeHealth | undefined, texts: Texts): Record<string, string> {
	if (!health) return {};
	return {
		[bridgeSetting.id]: inUse(health, texts),
		...(health.rest ? { [serviceAccountSettings.token.id]: accountNote(health.rest, texts) } : {}),
	};
}

function inUse(health: BridgeHealth, texts: Texts): string {
	if (!health.ready) return texts.t('status_bridge_none', { code: codeOf(health) });
	if (health.bridge === 'cas') return texts.t('status_bridge_cas');
	const { casProblem } = health;
	return casProblem ? texts.t('status_bridge_instead', { code: codeOf(casProblem) }) : texts.t('status_bridge_rest');
}

function accountNote(finding: RestFinding, texts: Texts): string {
	if (!finding.ready) return finding.problems.map((problem) => remedy(problem, texts)).join(' ');
	const { username, lacks, openTokens: open } = finding;
	return [
		texts.t('rest_ready', { username }),
		...(lacks.length > 0 ? [texts.t('rest_lacks', { permissions: lacks.join(', ') })] : []),
		...(open ? [texts.t(mayBeClosed(open) ? 'rest_tokens_maybe_open' : 'rest_tokens_open', { ...open })] : []),
	].join(' ');
}

const remedies: Partial<Record<ErrorCode, TextKey>> = {
	rest_credentials_missing: 'rest_problem_credentials_missing',
	rest_credentials_refused: 'rest_problem_credentials_refused',
	rest_permission_missing: 'rest_problem_permission_missing',
	rest_tokens_off: 'rest_problem_tokens_off',
	rest_second_factor: 'rest_problem_second_factor',
};

/** What to do about it; for what has no text of its own, the code that the docs explain. */
function remedy(problem: Reason, texts: Texts): string {
	const key = remedies[problem.code];
	if (!key) return texts.t('rest_problem_other', { code: codeOf(problem) });
	return texts.t(key, { detail: settingName(problem.detail, texts) });
}

/** A setting is called what the form calls it. */
function settingName(detail: string, texts: Texts): string {
	const setting = Object.values(serviceAccountSettings).find(({ id }) => id === detail);
	return setting ? `“${texts.t(setting.label)}”` : detail;
}

const codeOf = ({ code, detail }: Reason): string => (detail ? `${code}: ${detail}` : code);
