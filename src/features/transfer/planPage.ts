import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page } from '../../html/layout';
import type { TextKey, Texts } from '../../texts/texts';
import type { FrameData } from '../admin/adminFrame';
import { adminForm, adminLayout } from '../admin/adminFrame';
import { refusal } from '../admin/statusLine';
import type { ByHand } from './coreTakeover';
import { importField } from './importField';
import type { LeftOut, LeftVerdict, PartSummary } from './imports';
import type { Change, SettingsPlan } from './planSettings';
import { isPossible } from './planSettings';

export interface PlanPageData extends FrameData {
	readonly plan: SettingsPlan;
	readonly parts: readonly PartSummary[];
	readonly byHand: readonly ByHand[];
	/** Posted once the plan was seen. */
	readonly fields: Readonly<Record<string, string>>;
	/** Of the import, where further parts can be added to it. */
	readonly importId?: string;
}

/** Names of accounts that are shown. */
const shown = 20;

const leftTexts = {
	lost: 'plan_lost',
	refused: 'plan_refused',
	removed: 'plan_removed',
	elsewhere: 'plan_elsewhere',
} as const satisfies Record<LeftVerdict, TextKey>;

export const linksIn = (parts: readonly PartSummary[]): number => parts.reduce((sum, { links }) => sum + links, 0);

/** What would change, and what is left to do by hand, before anything does. */
export function planPage(texts: Texts, data: PlanPageData): Page {
	const { plan, parts, byHand, fields, importId } = data;
	const { t } = texts;
	const { changes, unknown, elsewhere } = plan;
	const links = linksIn(parts);
	const isEmpty = changes.length + links === 0;
	const lines = parts.flatMap((part) => part.shown);
	return adminLayout(texts, data, 'admin/settings', {
		title: t('plan_title'),
		fetches: importId !== undefined,
		content: html`
			<p>${t(isEmpty ? 'plan_none' : isPossible(plan) ? 'plan_text' : 'plan_problems')}</p>
			<ul>
				${changes.map((change) => changeLine(texts, change))}
				${
					links > lines.length
						? html`<li>${t('plan_links', { count: links })}</li>`
						: lines.map(({ account, issuer }) => html`<li>${t('plan_link', { account, issuer })}</li>`)
				}
			</ul>
			${unknown.length > 0 && html`<p>${t('plan_unknown', { settings: unknown.join(', ') })}</p>`}
			${elsewhere.length > 0 && html`<p>${t('plan_own', { settings: elsewhere.join(', ') })}</p>`}
			${Object.entries(leftTexts).map(([verdict, key]) => leftLine(texts, key, verdict as LeftVerdict, parts))}
			${byHand.length > 0 && html`<h2>${t('by_hand')}</h2>`} ${byHand.map((one) => steps(texts, one))}
			${
				isPossible(plan) &&
				!isEmpty &&
				adminForm(
					data,
					'admin/transfer',
					fields,
					html`<p class="actions"><button class="button primary" type="submit">${t('plan_apply')}</button></p>`,
				)
			}
			${
				importId !== undefined &&
				html`<h2>${t('import_more')}</h2>
					<p>${t('import_more_text')}</p>
					${adminForm(
						data,
						'admin/transfer',
						{ action: 'import', import: importId },
						html`${importField(texts)}
							<p class="actions"><button class="button" type="submit">${t('import_add')}</button></p>`,
					)}
					${adminForm(
						data,
						'admin/transfer',
						{ action: 'cancel' },
						html`<p class="actions"><button class="button" type="submit">${t('import_cancel')}</button></p>`,
					)}`
			}
			<p class="actions"><a href="${linkTarget(`${data.below}/admin/settings`)}">${t('import_back')}</a></p>
		`,
	});
}

function leftLine({ t }: Texts, key: TextKey, verdict: LeftVerdict, parts: readonly PartSummary[]): Html | false {
	const left: LeftOut[] = parts.map((part) => part.left[verdict]);
	const count = left.reduce((sum, one) => sum + one.count, 0);
	const accounts = left.flatMap((one) => one.accounts).slice(0, shown);
	const more = count > accounts.length ? ` … (${count})` : '';
	return count > 0 && html`<p>${t(key, { accounts: accounts.join(', ') + more })}</p>`;
}

function changeLine(texts: Texts, { setting, isSecret, provider, before, after, problem }: Change): Html {
	const label = `${provider ? `${provider.name}: ` : ''}${texts.t(setting.i18nLabel as TextKey)}`;
	const show = (value: unknown): string =>
		value === '' || value === undefined ? '–' : isSecret ? '••••' : String(value);
	return html`<li>
		${label}: <bdi>${show(before)}</bdi> → <bdi>${show(after)}</bdi>
		${problem && html`<strong>${refusal(label, problem, texts)}</strong>`}
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
