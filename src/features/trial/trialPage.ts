import type { FrameData } from '../admin/adminFrame';
import { adminForm, adminLayout } from '../admin/adminFrame';
import { checkLine } from './checkLine';
import type { Check } from '../checks/checks';
import { html } from '../../html/html';
import type { Page } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface TrialPageData extends FrameData {
	/** The provider's id. */
	readonly id: string;
	readonly provider: string;
	readonly checks: readonly Check[];
	/** What is to be registered at the provider. */
	readonly callbackUrl: string;
	/** What the preset says, as a definition; absent where the form has no field for one. */
	readonly definition: string | undefined;
}

/** What was found out about a provider without a sign-in, and the way to try a whole sign-in. */
export function trialPage(texts: Texts, data: TrialPageData): Page {
	const { id, provider, checks, callbackUrl, definition } = data;
	const { t } = texts;
	const hasFailed = checks.some(({ outcome }) => outcome === 'failed');
	return adminLayout(texts, data, 'admin/providers', {
		title: t('trial_title', { provider }),
		content: html`<ul class="rows">
				${checks.map((check) => checkLine(check, callbackUrl, texts))}
			</ul>
			${adminForm(
				data,
				`try/${id}`,
				{},
				html`<p>${t('trial_text')}</p>
					<p class="actions">
						<button class="${hasFailed ? 'button' : 'button primary'}" type="submit">${t('trial_begin')}</button>
					</p>`,
			)}
			${
				definition !== undefined &&
				html`<details>
					<summary>${t('provider_definition')}</summary>
					<p>${t('trial_definition_text', { definition: t('provider_definition') })}</p>
					<pre dir="ltr" tabindex="0" aria-label="${t('provider_definition')}">${definition}</pre>
				</details>`
			}`,
	});
}
