import type { ReferenceEntry } from '../../attempts/reference';
import { networkReasons, reference } from '../../attempts/reference';
import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { Texts } from '../../texts/texts';

export interface HelpPageData extends PageData {
	/** Path of the app on this workspace, without a slash at its end. */
	readonly below: string;
}

/** Every error: what its page says, its causes, and what to do. The anchor of an error is its code. */
export function helpPage(texts: Texts, { below, ...page }: HelpPageData): Page {
	const { t } = texts;
	const groups = reference(texts);
	return layout(texts, {
		...page,
		title: t('help_title'),
		head: html`<style nonce="${page.nonce}">
			body {
				justify-content: flex-start;
			}
			header,
			main {
				max-width: 48rem;
			}
			h3 {
				margin: 1.5rem 0 0.25rem;
				padding: 0.25rem 0.5rem;
				margin-inline: -0.5rem;
				font-size: 1rem;
				border-top: 1px solid var(--rule);
			}
			h3:target {
				outline: 3px solid var(--focus);
			}
			h3 code {
				color: var(--hint);
				font-weight: 400;
			}
			dd {
				margin: 0 0 0.5rem;
			}
			dt {
				color: var(--hint);
				font-size: 0.875rem;
			}
			dl p {
				margin: 0 0 0.25rem;
			}
		</style>`,
		content: html`
			<p>${t('help_text')}</p>
			<ul>
				${groups.map(({ key, title }) => html`<li><a href="#${key}">${title}</a></li>`)}
				<li><a href="#help_network">${t('help_network')}</a></li>
			</ul>
			${groups.map(
				({ key, title, entries }) =>
					html`<h2 id="${key}">${title}</h2>
						${entries.map((entry) => section(entry, texts))}`,
			)}
			<h2 id="help_network">${t('help_network')}</h2>
			${networkReasons(texts).map((text) => html`<p>${text}</p>`)}
			<p class="actions"><a class="button" href="${linkTarget(`${below}/admin`)}">${t('admin_title')}</a></p>
		`,
	});
}

const section = ({ code, title, said, next, remedies }: ReferenceEntry, { t }: Texts): Html =>
	html`<h3 id="${code}">${title} <code dir="ltr">${code}</code></h3>
		<dl>
			<dt>${t('help_said')}</dt>
			<dd>${said} ${next}</dd>
			<dt>${t('help_remedy')}</dt>
			<dd>${remedies.map((text) => html`<p>${text}</p>`)}</dd>
		</dl>`;
