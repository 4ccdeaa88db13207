import type { FrameData } from '../admin/adminFrame';
import { adminForm, adminLayout, factList, mark, moment, pager, steps } from '../admin/adminFrame';
import { describeLink } from '../../accounts/describeLink';
import type { AccountRequest } from '../../accounts/requests';
import type { Account } from '../../ports/directory';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page } from '../../html/layout';
import type { TextKey, Texts } from '../../texts/texts';

/** A link, as an admin sees it. */
export interface ShownLink {
	/** What the form posts. */
	readonly identity: string;
	/** Of the account; its id where it is gone. */
	readonly username: string;
	readonly provider: string;
	/** See `describeLink`. */
	readonly which: string;
	/** Milliseconds since 1970. */
	readonly linkedAt: number;
	/** The last sign-in by it that is in the log of attempts. */
	readonly signedInAt?: number | undefined;
}

/** Where a page is: its number; or, of too many to count, the identities that the page before it and after it begin beside. */
export type Place =
	| { readonly page: number; readonly pages: number }
	| { readonly before: string | undefined; readonly after: string | undefined };

export const doneKeys = {
	approved: 'people_done_approved',
	refused: 'people_done_refused',
	connected: 'people_done_connected',
	untold: 'people_done_untold',
	unlinked: 'people_done_unlinked',
	gone: 'people_done_gone',
} as const satisfies Record<string, TextKey>;

export interface PeoplePageData extends FrameData {
	readonly requests: readonly AccountRequest[];
	/** Name of a provider by its id. */
	readonly providerName: (id: string) => string;
	readonly links: readonly ShownLink[];
	/** How many there are of each provider, by its name. */
	readonly counts: ReadonlyArray<{ readonly name: string; readonly links: number }>;
	readonly who: string;
	/** Of the links. */
	readonly place: Place;
	/** What is to be said about those who have no link. */
	readonly note: string;
	readonly done?: keyof typeof doneKeys | undefined;
}

/** Who waits for an admin, and who signs in to which account. */
export function peoplePage(texts: Texts, data: PeoplePageData): Page {
	const { requests, links, counts, who, place, note, done, below } = data;
	const { t } = texts;
	const path = linkTarget(`${below}/admin/people`);
	return adminLayout(texts, data, 'admin/people', {
		title: t('admin_nav_people'),
		content: html`
			${done && html`<p role="status">${t(doneKeys[done])}</p>`}
			<h2>${t('admin_requests')}</h2>
			${
				requests.length === 0
					? html`<p>${t('requests_none')}</p>`
					: html`<ul class="rows">
							${requests.map((one) => requestRow(texts, one, data))}
						</ul>`
			}
			<h2>${t('people_links')}</h2>
			${counts.length > 0 && factList(counts.map(({ name, links: count }) => [name, String(count)] as const))}
			<form class="filters" method="get" action="${path}">
				<label class="field">${t('people_search')}<input name="who" value="${who}" /></label>
				<p class="actions">
					<button class="button" type="submit">${t('attempts_show')}</button>
					${who && html`<a class="button" href="${path}">${t('attempts_all')}</a>`}
				</p>
			</form>
			${
				links.length === 0
					? html`<p>${t(who ? 'people_no_match' : 'links_none')}</p>`
					: html`<ul class="rows">
							${links.map((one) => linkRow(texts, one, data))}
						</ul>`
			}
			${'page' in place ? pager(texts, `${below}/admin/people`, { who }, place) : steps(texts, `${below}/admin/people`, place)}
			${'before' in place && html`<p class="hint">${t('people_many')}</p>`}
			<p class="hint">${note}</p>
			<p class="actions"><a class="button" href="${linkTarget(`${below}/admin/missing`)}">${t('missing_title')}</a></p>
		`,
	});
}

function linkRow(texts: Texts, link: ShownLink, frame: FrameData): Html {
	const { t } = texts;
	const { identity, username, provider, which, linkedAt, signedInAt } = link;
	return html`<li>
		<p class="line">
			<strong><bdi>${username}</bdi></strong> <bdi>${provider}</bdi>
			<span class="hint"><bdi>${which}</bdi></span>
			<span class="hint">${t('people_since')} ${moment(linkedAt)}</span>
			${signedInAt !== undefined && html`<span class="hint">${t('provider_last')} ${moment(signedInAt)}</span>`}
		</p>
		<details>
			<summary>${t('connections_remove', { provider })}</summary>
			<p>${t('people_unlink_text', { username, provider })}</p>
			${adminForm(
				frame,
				'admin/people',
				{ action: 'unlink', identity },
				html`<button class="button" type="submit">${t('connections_remove_now')}</button>`,
			)}
		</details>
	</li>`;
}

/** All that an admin has to see of a request: what is approved of is this, and nothing else. */
const requestFacts = ({ t }: Texts, request: AccountRequest, providerName: PeoplePageData['providerName']): Html => {
	const { reference, key, providerId, username, name, email, fullEmail, emailVerified, askedAt } = request;
	const address = fullEmail ?? email;
	return factList([
		[t('reference'), reference],
		[t('label_provider'), providerName(providerId)],
		[t('people_user'), username],
		[t('people_name'), name],
		[
			t('people_email'),
			address && `${address} (${t(emailVerified ? 'request_email_verified' : 'request_email_unverified')})`,
		],
		[t('identity_subject', { provider: providerName(providerId) }), describeLink(key)],
		[t('label_time'), moment(askedAt)],
	]);
};

function requestRow(texts: Texts, request: AccountRequest, data: PeoplePageData): Html {
	const { t } = texts;
	const { reference, wish } = request;
	const decide = (action: string, button: Html): Html => adminForm(data, 'admin/people', { action, reference }, button);
	return html`<li>
		<p class="line">${mark('note', t(wish === 'create' ? 'request_wish_create' : 'request_wish_connect'))}</p>
		${requestFacts(texts, request, data.providerName)}
		<div class="line">
			${
				wish === 'create' &&
				decide('approve', html`<button class="button primary" type="submit">${t('people_approve')}</button>`)
			}
			${decide('refuse', html`<button class="button" type="submit">${t('people_refuse')}</button>`)}
		</div>
		<details>
			<summary>${t('people_choose')}</summary>
			${decide(
				'choose',
				html`<label class="field">${t('people_username')}<input name="username" dir="ltr" required /></label>
					<button class="button" type="submit">${t('people_look')}</button>`,
			)}
		</details>
	</li>`;
}

export interface ConnectPageData extends FrameData {
	readonly request: AccountRequest;
	readonly providerName: (id: string) => string;
	/** The account, and what stands for both; or why there is none to connect. */
	readonly found: { readonly account: Account; readonly code: string } | string;
}

/** The person and the account side by side, before they are one. */
export function connectPage(texts: Texts, data: ConnectPageData): Page {
	const { request, found, below, providerName } = data;
	const { t } = texts;
	return adminLayout(texts, data, 'admin/people', {
		title: t('people_choose'),
		content: html`
			${requestFacts(texts, request, providerName)}
			${
				typeof found === 'string'
					? html`<p role="alert">${found}</p>`
					: html`<h2>${t('people_account')}</h2>
							${factList([
								[t('people_user'), found.account.username],
								[t('people_name'), found.account.name],
								[t('people_email'), found.account.emails.map(({ address }) => address).join(', ')],
							])}
							<p>${t('people_connect_text')}</p>
							${adminForm(
								data,
								'admin/people',
								{
									...{ action: 'connect', reference: request.reference },
									...{ username: found.account.username, code: found.code },
								},
								html`<button class="button primary" type="submit">${t('people_connect')}</button>`,
							)}`
			}
			<p class="actions"><a class="button" href="${linkTarget(`${below}/admin/people`)}">${t('trial_back')}</a></p>
		`,
	});
}
