import { html, linkTarget } from '../../html/html';
import type { Html } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { Texts } from '../../texts/texts';
import type { ShownIdentity } from '../proof/identityFacts';
import { identityFacts } from '../proof/identityFacts';
import { sameVisitor } from './visitor';

export interface LinkPageData extends PageData {
	/** Name of the provider. */
	readonly provider: string;
	readonly identity: ShownIdentity;
	/** Of the account that it would be linked to. */
	readonly username: string;
	/** Id of the attempt. */
	readonly attempt: string;
	/** As on the page of connected accounts. */
	readonly action: string;
	readonly token: string;
	readonly bySession?: { readonly userId: string; readonly again: string } | undefined;
}

/** Comes after the provider, and before anything is linked: which identity it is, and which account it would sign in to. */
export function linkPage(texts: Texts, data: LinkPageData): Page {
	const { provider, identity, username, attempt, action, token, bySession, ...page } = data;
	const form = (name: string, button: Html): Html =>
		html`<form method="post" action="${linkTarget(action)}">
			${Object.entries({ action: name, attempt, token }).map(
				([field, value]) => html`<input type="hidden" name="${field}" value="${value}" />`,
			)}
			${button}
		</form>`;
	return layout(texts, {
		...page,
		title: texts.t('link_title'),
		content: html`
			<p>${texts.t('link_text', { provider, username })}</p>
			${identityFacts(texts, provider, identity)}
			<div class="actions stack">
				${form('connect', html`<button class="button primary" type="submit">${texts.t('link_yes')}</button>`)}
				${form('cancel', html`<button class="button" type="submit">${texts.t('link_no')}</button>`)}
			</div>
		`,
		script: bySession && sameVisitor(page.nonce, bySession.userId, bySession.again),
	});
}
