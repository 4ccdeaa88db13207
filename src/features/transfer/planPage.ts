import { casUrl, internalUrl } from '../../settings/bridge';
import { refusal } from '../admin/statusLine';
import type { ByHand } from './coreTakeover';
import type { Change, Plan } from './planImport';
import { isEmpty, isPossible } from './planImport';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { TextKey, Texts } from '../../texts/texts';

export interface PlanPageData extends PageData {
	readonly plan: Plan;
	readonly byHand: readonly ByHand[];
	/** Posted again once the plan was seen. */
	readonly fields: ReadonlyArray<readonly [name: string, value: string]>;
	/** Where. */
	readonly action: string;
	/** The admin's page. */
	readonly backUrl: string;
}

/** What would change, and what is left to do by hand, before anything does. */
export function planPage(texts: Texts, { plan, byHand, fields, action, backUrl, ...page }: PlanPageData): Page {
	const { t } = texts;
	const { changes, unknown, links, lostLinks, refusedLinks, removedLinks } = plan;
	const accounts = (left: typeof lostLinks): string => left.map(({ username }) => username).join(', ');
	return layout(texts, {
		...page,
		title: t('plan_title'),
		content: html`
			<p>${t(isEmpty(plan) ? 'plan_none' : isPossible(plan) ? 'plan_text' : 'plan_problems')}</p>
			<ul>
				${changes.map((change) => changeLine(texts, change))}
				${links.map(
					({ link, username }) => html`<li>${t('plan_link', { account: username, issuer: link.issuer })}</li>`,
				)}
			</ul>
			${unknown.length > 0 && html`<p>${t('plan_unknown', { settings: unknown.join(', ') })}</p>`}
			${lostLinks.length > 0 && html`<p>${t('plan_lost', { accounts: accounts(lostLinks) })}</p>`}
			${refusedLinks.length > 0 && html`<p>${t('plan_refused', { accounts: accounts(refusedLinks) })}</p>`}
			${removedLinks.length > 0 && html`<p>${t('plan_removed', { accounts: accounts(removedLinks) })}</p>`}
			${byHand.length > 0 && html`<h2>${t('by_hand')}</h2>`} ${byHand.map((one) => steps(texts, one))}
			${
				isPossible(plan) &&
				!isEmpty(plan) &&
				html`<form method="post" action="${linkTarget(action)}">
					${[...fields, ['seen', 'yes'] as const].map(
						([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
					)}
					<p class="actions"><button class="button primary" type="submit">${t('plan_apply')}</button></p>
				</form>`
			}
			<p class="actions"><a href="${linkTarget(backUrl)}">${t('plan_back')}</a></p>
		`,
	});
}

/** Whoever answers there gets what opens sessions. */
const ownAddresses: ReadonlySet<string> = new Set([internalUrl.id, casUrl.id]);

function changeLine(texts: Texts, { setting, isSecret, provider, before, after, problem }: Change): Html {
	const label = `${provider ? `${provider.name}: ` : ''}${texts.t(setting.i18nLabel as TextKey)}`;
	const show = (value: unknown): string =>
		value === '' || value === undefined ? '–' : isSecret ? '••••' : String(value);
	return html`<li>
		${label}: <bdi>${show(before)}</bdi> → <bdi>${show(after)}</bdi>
		${problem && html`<strong>${refusal(label, problem, texts)}</strong>`}
		${ownAddresses.has(setting.id) && html`<strong>${texts.t('plan_address')}</strong>`}
	</li>`;
}

function steps({ t }: Texts, { provider, callbackUrl, oldCallbackUrl, coreSwitch, isSecretMissing }: ByHand): Html {
	return html`<h3><bdi>${provider}</bdi></h3>
		<ol>
			<li>${t('by_hand_callback', { url: callbackUrl, old: oldCallbackUrl })}</li>
			${isSecretMissing && html`<li>${t('by_hand_secret')}</li>`}
			<li>${t('by_hand_switch', { setting: coreSwitch })}</li>
		</ol>`;
}
