import { explain } from '../../attempts/explain';
import type { ErrorCode } from '../../errors';
import type { Decision } from '../../accounts/decide';
import type { TrialReport } from '../../sign-in/runTrial';
import type { Identity } from '../../identity/identity';
import type { ClaimMap } from '../../identity/claimMap';
import { merged } from '../../identity/claimMap';
import { evaluateRaw, parseTemplate } from '../../identity/template';
import { fields } from '../../providers/fields/fields';
import type { Claims } from '../../oauth/claims';
import type { ProviderDocument } from '../../sign-in/protocols/protocol';
import { tokenResponse } from '../../sign-in/protocols/protocol';
import { cleanText } from '../../values/foreignText';
import { maskClaims } from './maskClaims';
import type { Proposal } from './proposeMapping';
import { proposeMapping } from './proposeMapping';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface TrialReportPageData extends PageData {
	readonly provider: string;
	readonly report: TrialReport;
	/** Where the fields of the identity are read. */
	readonly map: ClaimMap;
	/** Back to the checks of this provider. */
	readonly backUrl: string;
}

/** For an admin: what the provider said, who that is here, and what would have become of them, had it been real. */
export function trialReportPage(texts: Texts, { provider, report, map, backUrl, ...page }: TrialReportPageData): Page {
	const { documents = [], authentication, identity, decision, failure } = report;
	return layout(texts, {
		...page,
		title: texts.t('trial_report_title', { provider }),
		content: html`
			<p>${texts.t('trial_report_text')}</p>
			<h2>${texts.t('trial_decision')}</h2>
			${failure && told(texts, failure.code, failure.detail)} ${decision && decided(texts, decision)}
			${
				identity &&
				html`<h2>${texts.t('trial_identity')}</h2>
					${list(described(texts, identity, authentication?.acr, authentication?.amr), (field) => origin(field, map, documents))}`
			}
			${proposed(texts, proposeMapping(documents, identity))}
			${
				documents.length > 0 &&
				html`<h2>${texts.t('trial_claims')}</h2>
					${documents.map(
						({ from, claims }) =>
							html`<h3><code dir="ltr">${from}</code></h3>
								<pre dir="ltr" tabindex="0" aria-label="${from}">${JSON.stringify(shown(from, claims), null, 2)}</pre>`,
					)}`
			}
			<p class="actions"><a class="button" href="${linkTarget(backUrl)}">${texts.t('trial_again')}</a></p>
		`,
	});
}

function decided(texts: Texts, decision: Decision): Html {
	switch (decision.kind) {
		case 'signIn':
			return html`<p>${texts.t('trial_decision_signIn', { username: decision.account.username })}</p>`;
		case 'link':
			return html`<p>${texts.t('trial_decision_link', { username: decision.account.username })}</p>`;
		case 'create':
			return html`<p>${texts.t('trial_decision_create', { username: decision.username })}</p>`;
		case 'awaitApproval':
			return html`<p>${texts.t('trial_decision_awaitApproval', { username: decision.username })}</p>`;
		case 'confirm':
			return html`<p>${texts.t('trial_decision_confirm')}</p>
				<p class="hint"><code dir="ltr">${decision.reason}</code></p>`;
		case 'refuse':
			return told(texts, decision.code, decision.detail);
	}
}

/** For the admin: cause and remedy, and not what the person would read. */
function told(texts: Texts, code: ErrorCode, detail = ''): Html {
	const { title, paragraphs } = explain({ code, detail }, undefined, texts);
	return html`<p><strong>${texts.t('trial_decision_refuse', { reason: title })}</strong></p>
		${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
		<p class="hint"><code dir="ltr">${code}${detail && `: ${detail}`}</code></p>`;
}

/** What is not there is shown as such: it is what an admin looks for. */
function described(
	texts: Texts,
	{ subject, issuer, username, name, email, emailVerified, groups, roles }: Identity,
	acr: string | undefined,
	amr: readonly string[] = [],
): ReadonlyArray<readonly [string, string | undefined]> {
	const verified = texts.t(emailVerified ? 'trial_email_verified' : 'trial_email_not_verified');
	return [
		['subject', subject],
		['issuer', issuer],
		['username', username],
		['name', name],
		['email', email && `${email} (${verified})`],
		['groups', typeof groups === 'object' ? groups.join(', ') : groups],
		['roles', typeof roles === 'object' ? roles.join(', ') : roles],
		['acr', acr],
		['amr', amr.join(', ')],
	];
}

const list = (
	entries: ReadonlyArray<readonly [string, string | undefined]>,
	originOf: (field: string) => string | undefined,
): Html =>
	html`<dl class="facts">
		${entries.map(([name, value]) => {
			const origin = value ? originOf(name) : undefined;
			return html`<dt><code dir="ltr">${name}</code></dt>
				<dd>
					<bdi>${value || '–'}</bdi>${origin && html` <span class="hint"><code dir="ltr">${origin}</code></span>`}
				</dd>`;
		})}
	</dl>`;

/** The claim `token` holds no token; any other one of that name could. */
const shown = (from: string, claims: Claims): unknown =>
	from === tokenResponse ? { token: maskClaims(claims.token as Claims) } : maskClaims(claims);

/** The document that a field of the identity comes from, and where in it. */
function origin(field: string, map: ClaimMap, documents: readonly ProviderDocument[]): string | undefined {
	const text = Object.hasOwn(map, field) ? map[field as Exclude<keyof ClaimMap, 'customFields'>] : undefined;
	const template = text ? parseTemplate(text) : undefined;
	if (!text || !template || 'error' in template) return undefined;
	const from = documents.find(({ claims }) =>
		evaluateRaw(template, merged([claims])).some((value) => value !== undefined),
	);
	return from && `${from.from}: ${text}`;
}

/** What an admin can enter, where the app finds nothing. */
const proposed = (texts: Texts, proposals: readonly Proposal[]): Html | false =>
	proposals.length > 0 &&
	html`<h2>${texts.t('trial_proposals')}</h2>
		<p>${texts.t('trial_proposals_text')}</p>
		<dl class="facts">
			${proposals.map(
				({ field, candidates }) =>
					html`<dt>${texts.t(fields[field].label)}</dt>
						${candidates.map(
							({ template, value }) =>
								html`<dd><code dir="ltr">${template}</code> <bdi>${cleanText(value, 80)}</bdi></dd>`,
						)}`,
			)}
		</dl>`;
