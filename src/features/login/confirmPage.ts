import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import { backId, popupScript } from '../../html/popup';
import type { ProofFormData } from '../proof/proofForm';
import type { ShownIdentity } from '../proof/identityFacts';
import { identityFacts } from '../proof/identityFacts';
import { proofForm, proofScript } from '../proof/proofForm';
import type { Texts } from '../../texts/texts';

export interface ConfirmPageData extends PageData, Omit<ProofFormData, 'session'> {
	readonly provider: string;
	readonly identity: ShownIdentity;
	/** The page of connected accounts. */
	readonly connectionsUrl: string;
	/** The login page. */
	readonly homeUrl: string;
	/** Whether they may have an account of another name instead. */
	readonly mayBeNew: boolean;
	/** Whether an admin may be asked to connect the account. */
	readonly mayAsk: boolean;
}

/**
 * A provider has authenticated the person, and the workspace may have an account of theirs. Which address or account that
 * is, the page does not say: that would tell strangers who has an account (account enumeration). That a username is taken
 * can't be hidden from a person who gets another one. The page does say which identity it is: an attacker may have signed
 * this browser in at the provider, to have their own identity linked to the victim's account. A session alone proves
 * nothing here: what is linked is a way in for as long as the account lives.
 */
export function confirmPage(texts: Texts, data: ConfirmPageData): Page {
	const { nonce, workspaceName, provider, identity, connectionsUrl, homeUrl, mayBeNew, mayAsk } = data;
	const proof = { ...data, session: 'ignore' } as const;
	return layout(texts, {
		nonce,
		workspaceName,
		title: texts.t('confirm_title'),
		content: html`
			<p>${texts.t('confirm_text', { provider })}</p>
			<p>${texts.t('confirm_as', { provider })}</p>
			${identityFacts(texts, provider, identity)} ${proofForm(texts, proof)}
			<p class="details">
				${texts.t('confirm_no_password', { provider })}
				<a href="${linkTarget(connectionsUrl)}">${texts.t('connections_title')}</a>
			</p>
			${mayBeNew && choice(data, 'another_name', texts.t('confirm_new_text'), texts.t('confirm_new'))}
			${mayAsk && choice(data, 'ask_admin', texts.t('confirm_ask_text'), texts.t('confirm_ask'))}
			${!mayBeNew && !mayAsk && html`<p class="details">${texts.t('confirm_otherwise')}</p>`}
			<p class="actions">
				<a class="button" id="${backId}" href="${linkTarget(homeUrl)}">${texts.t('confirm_cancel')}</a>
			</p>
		`,
		script: html`${proofScript(texts, proof)}${popupScript(nonce)}`,
		fetches: true,
	});
}

/** What the person may do instead. */
const choice = (
	{ action, fields }: Pick<ConfirmPageData, 'action' | 'fields'>,
	name: 'another_name' | 'ask_admin',
	text: string,
	label: string,
): Html =>
	html`<form class="details" method="post" action="${linkTarget(action)}">
		<p>${text}</p>
		${[...fields, ['choice', name] as const].map(
			([field, value]) => html`<input type="hidden" name="${field}" value="${value}" />`,
		)}
		<p class="actions"><button class="button" type="submit">${label}</button></p>
	</form>`;
