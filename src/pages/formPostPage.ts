import { html, script } from './html';
import type { Page, PageData } from './layout';
import { layout } from './layout';
import type { Texts } from './texts';

export interface FormPostPageData extends PageData {
	/** Names and values of the form. */
	readonly fields: ReadonlyArray<readonly [string, string]>;
}

/** Posts a provider's form on to the same address, from this site: by itself, or by a button where no script runs. */
export function formPostPage(texts: Texts, { fields, ...page }: FormPostPageData): Page {
	return layout(texts, {
		...page,
		title: texts.t('signed_in_title'),
		content: html`
			<form method="post" id="response">
				${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
				<p>${texts.t('form_post_text')}</p>
				<p class="actions"><button class="button primary" type="submit">${texts.t('continue')}</button></p>
			</form>
		`,
		script: script(page.nonce, submitResponse, {}),
	});
}

/** Runs in the browser (see callInBrowser). */
function submitResponse(): void {
	const form = document.getElementById('response');
	if (form instanceof HTMLFormElement) {
		form.submit();
	}
}
