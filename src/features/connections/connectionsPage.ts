import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { ProofFormData } from '../proof/proofForm';
import { proofForm, proofScript } from '../proof/proofForm';
import type { TextKey, Texts } from '../../texts/texts';
import { sameVisitor } from './visitor';

export interface ShownConnection {
	/** What the form posts. */
	readonly id: string;
	/** Absent where there is no such provider any more. */
	readonly provider?: string;
	readonly subject: string;
	readonly since: Date;
	/** Milliseconds since 1970; absent where it is longer ago than the log of attempts goes back. */
	readonly usedAt?: number | undefined;
	readonly removable: boolean;
}

interface ShownProvider {
	readonly id: string;
	readonly name: string;
}

export interface ConnectionsPageData extends PageData {
	readonly username: string;
	/** Whose session proved it, and where that is asked again; absent where the browser was not signed in. */
	readonly bySession?: { readonly userId: string; readonly again: string };
	readonly connections: readonly ShownConnection[];
	/** Providers that can be connected. */
	readonly providers: readonly ShownProvider[];
	/** Adding a way in takes more than a session. */
	readonly mayAdd: boolean;
	/** Providers by which the visitor can show more. */
	readonly proving: readonly ShownProvider[];
	/** What has just been done. */
	readonly done?: keyof typeof doneTexts;
	/** Where the forms are posted, and what shows that they are this page's. */
	readonly action: string;
	readonly token: string;
	/** Where someone shows that they have a password. */
	readonly passwordUrl: string;
	readonly homeUrl: string;
}

const doneTexts = {
	made: 'connections_made',
	there: 'connections_there',
	removed: 'connections_removed',
	again: 'connections_again',
} as const satisfies Record<string, TextKey>;

/** What someone can sign in with, and the ways to change that. All of it is plain forms; see {@link sameVisitor}. */
export function connectionsPage(texts: Texts, data: ConnectionsPageData): Page {
	const { username, bySession, connections, done, passwordUrl, homeUrl, action, token } = data;
	const { providers, mayAdd, proving, nonce, workspaceName } = data;
	const form = (fields: Record<string, string>, button: Html): Html =>
		html`<form method="post" action="${linkTarget(action)}">
			${Object.entries({ ...fields, token }).map(
				([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
			)}
			${button}
		</form>`;
	const each = (what: string, shown: readonly ShownProvider[], label: 'connections_add' | 'connections_add_again') =>
		html`<div class="actions stack">
			${shown.map(({ id, name }) =>
				form(
					{ action: what, provider: id },
					html`<button class="button" type="submit">${texts.t(label, { provider: name })}</button>`,
				),
			)}
		</div>`;
	const proofs = html`<p>${texts.t('connections_add_first')}</p>
		<p class="actions">
			<a class="button" href="${linkTarget(passwordUrl)}">${texts.t('connections_add_password')}</a>
		</p>
		${each('again', proving, 'connections_add_again')}`;
	const shown = (one: ShownConnection): Html => {
		const provider = one.provider ?? texts.t('connections_unknown');
		const hasTwin = connections.some((other) => other !== one && other.provider === one.provider);
		const named = { provider: hasTwin ? `${provider} (${one.subject})` : provider };
		const details = [
			texts.t('connections_details', { subject: one.subject, date: date(texts, one.since) }),
			...(one.usedAt === undefined ? [] : [texts.t('connections_used', { date: date(texts, new Date(one.usedAt)) })]),
		];
		const remove = html`<button class="button" type="submit">${texts.t('connections_remove_now')}</button>`;
		return html`<li>
			<p>
				<strong><bdi>${provider}</bdi></strong
				><br />
				<span class="hint">${details.join(', ')}</span>
			</p>
			${
				one.removable
					? html`<details>
							<summary>${texts.t('connections_remove', named)}</summary>
							<p>${texts.t('connections_remove_text', named)}</p>
							${form({ action: 'remove', link: one.id }, remove)}
						</details>`
					: html`<p class="hint">${texts.t('connections_last')}</p>`
			}
		</li>`;
	};
	return layout(texts, {
		...{ nonce, workspaceName },
		title: texts.t('connections_title'),
		content: html`
			${done && html`<p role="status">${texts.t(doneTexts[done])}</p>`}
			<p>${texts.t(connections.length > 0 ? 'connections_text' : 'connections_none', { username })}</p>
			<ul class="connections">
				${connections.map(shown)}
			</ul>
			${
				connections.some(({ removable }) => !removable) &&
				html`<p><a href="${linkTarget(passwordUrl)}">${texts.t('connections_has_password')}</a></p>`
			}
			${
				providers.length > 0 &&
				html`<h2>${texts.t('connections_add_title')}</h2>
					${mayAdd ? each('add', providers, 'connections_add') : proofs}`
			}
			<h2>${texts.t('visit_finish')}</h2>
			<p>${texts.t('visit_finish_text')}</p>
			${form({ action: 'finish' }, html`<button class="button" type="submit">${texts.t('visit_finish')}</button>`)}
			<p class="actions"><a href="${linkTarget(homeUrl)}">${texts.t('go_to_workspace')}</a></p>
		`,
		script: bySession && sameVisitor(nonce, bySession.userId, bySession.again),
	});
}

/** The day is enough, and the same everywhere. */
const date = ({ lang }: Texts, day: Date): string =>
	new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(day);

export interface ConnectionsProofPageData extends PageData, Omit<ProofFormData, 'nonce'> {
	/** The login page. */
	readonly homeUrl: string;
}

/** Comes first: whose accounts are they? It asks by itself where this browser is signed in. */
export function connectionsProofPage(texts: Texts, data: ConnectionsProofPageData): Page {
	const { nonce, workspaceName, homeUrl, session } = data;
	return layout(texts, {
		nonce,
		workspaceName,
		title: texts.t('connections_title'),
		content: html`
			<p>${texts.t(session === 'ignore' ? 'connections_show_password' : 'connections_who')}</p>
			${proofForm(texts, data)}
			<p class="actions"><a href="${linkTarget(homeUrl)}">${texts.t('back_to_login')}</a></p>
		`,
		script: proofScript(texts, data),
		fetches: true,
	});
}
