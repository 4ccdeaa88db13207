import type { Check, CheckName } from './checks';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import { explain } from '../../attempts/explain';
import type { TextKey, Texts } from '../../texts/texts';

export interface TrialPageData extends PageData {
	readonly provider: string;
	readonly checks: readonly Check[];
	/** What is to be registered at the provider. */
	readonly callbackUrl: string;
	/** Where the form goes that begins a sign-in to try. */
	readonly action: string;
	/** Hidden fields of that form. */
	readonly fields: ReadonlyArray<readonly [string, string]>;
	/** Back to the list of providers. */
	readonly backUrl: string;
}

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

const outcomes: Readonly<Record<Check['outcome'], TextKey>> = {
	passed: 'trial_passed',
	failed: 'trial_failed',
	doubtful: 'trial_doubtful',
	unknown: 'trial_unknown',
};

/** What was found out about a provider without anybody signing in, and the way to try a whole sign-in. */
export function trialPage(
	texts: Texts,
	{ provider, checks, callbackUrl, action, fields, backUrl, ...page }: TrialPageData,
): Page {
	const hasFailed = checks.some(({ outcome }) => outcome === 'failed');
	return layout(texts, {
		...page,
		title: texts.t('trial_title', { provider }),
		content: html`
			<ul class="checks">
				${checks.map((check) => line(texts, callbackUrl, check))}
			</ul>
			<form method="post" action="${linkTarget(action)}">
				${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
				<p>${texts.t('trial_text')}</p>
				<p class="actions">
					<button class="${hasFailed ? 'button' : 'button primary'}" type="submit">${texts.t('trial_begin')}</button>
					<a class="button" href="${linkTarget(backUrl)}">${texts.t('trial_back')}</a>
				</p>
			</form>
		`,
	});
}

const marks: Readonly<Record<Check['outcome'], string>> = { passed: '✅', failed: '⛔', doubtful: '⚠️', unknown: 'ℹ️' };

/** The mark repeats what the words say; of a fault, cause and remedy follow. */
function line(texts: Texts, callbackUrl: string, { name, outcome, failure }: Check): Html {
	const { title, paragraphs } = failure ? explain(failure, callbackUrl, texts) : { title: '', paragraphs: [] };
	return html`<li>
		<span aria-hidden="true">${marks[outcome]}</span> <strong>${texts.t(names[name])}</strong>:
		${texts.t(outcomes[outcome])} ${outcome === 'failed' && html`<p>${title}.</p>`}
		${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
		${
			failure &&
			html`<p class="hint"><code dir="ltr">${failure.code}${failure.detail && `: ${failure.detail}`}</code></p>`
		}
	</li>`;
}
