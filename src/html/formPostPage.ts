import submitForm from 'browser-script:submitForm';
import { html, linkTarget, script } from './html';
import type { Page, PageData } from './layout';
import { layout } from './layout';
import type { Texts } from '../texts/texts';

export interface FormPostPageData extends PageData {
	/** Names and values of the form. */
	readonly fields: ReadonlyArray<readonly [string, string]>;
	/** Where it goes; without one to the same address, now from this site. */
	readonly action?: string;
}

const formId = 'response';

/** Posts a provider's form on: by itself, or by a button where no script runs. */
export function formPostPage(texts: Texts, { fields, action, ...page }: FormPostPageData): Page {
	return layout(texts, {
		...page,
		formTarget: action && new URL(action).origin,
		title: texts.t('signed_in_title'),
		content: html`
			<form method="post" id="${formId}" ${action && html`action="${linkTarget(action)}"`}>
				${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
				<p>${texts.t('form_post_text')}</p>
				<p class="actions"><button class="button primary" type="submit">${texts.t('continue')}</button></p>
			</form>
		`,
		script: script(page.nonce, submitForm, { formId }),
	});
}
