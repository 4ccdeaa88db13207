import type { MarkKind } from '../admin/adminFrame';
import { mark } from '../admin/adminFrame';
import type { Check, CheckName } from '../checks/checks';
import { explain } from '../../attempts/explain';
import type { Html } from '../../html/html';
import { html } from '../../html/html';
import type { TextKey, Texts } from '../../texts/texts';

const names: Readonly<Record<CheckName, TextKey>> = {
	workspace: 'trial_check_workspace',
	discovery: 'trial_check_discovery',
	settings: 'trial_check_settings',
	keys: 'trial_check_keys',
	clock: 'trial_check_clock',
	client: 'trial_check_client',
	redirect_uri: 'trial_check_redirect_uri',
	scope: 'trial_check_scope',
};

const outcomes = {
	passed: ['good', 'trial_passed'],
	failed: ['blocked', 'trial_failed'],
	doubtful: ['warning', 'trial_doubtful'],
	unknown: ['note', 'trial_unknown'],
} as const satisfies Record<Check['outcome'], readonly [MarkKind, TextKey]>;

/**
 * A check as an item of a list: what was checked, how it ended and, of a fault, its cause and what to do.
 *
 * @param callbackUrl what is to be registered at the provider
 */
export function checkLine({ name, outcome, failure }: Check, callbackUrl: string, texts: Texts): Html {
	const { t } = texts;
	const [kind, word] = outcomes[outcome];
	const explained = failure && explain(failure, callbackUrl, texts);
	return html`<li>
		<span class="line">${mark(kind, t(word))} <strong>${t(names[name])}</strong></span>
		${
			explained &&
			html`${outcome === 'failed' && html`<p>${explained.title}.</p>`}
				${explained.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
				<p class="hint"><code dir="ltr">${failure.code}${failure.detail && `: ${failure.detail}`}</code></p>`
		}
	</li>`;
}
