import adminScript from 'browser-script:adminPage';
import type { Html } from '../../html/html';
import { html, linkTarget, script } from '../../html/html';
import type { Page, PageData } from '../../html/layout';
import { layout } from '../../html/layout';
import type { TextKey, Texts } from '../../texts/texts';

/** The pages of the navigation, by their paths below the app's. */
const pages = {
	admin: 'admin_status',
	'admin/providers': 'admin_nav_providers',
	'admin/attempts': 'admin_attempts',
	'admin/people': 'admin_nav_people',
	'admin/settings': 'admin_nav_settings',
} as const satisfies Record<string, TextKey>;

export type AdminPath = keyof typeof pages;

/** What every page for administrators is given. */
export interface FrameData extends PageData {
	/** Path of the app on this workspace, without a slash at its end. */
	readonly below: string;
	/** Shows that a form is that of a page in this visit. */
	readonly token: string;
	/** Path of the workspace's first page. */
	readonly homeUrl: string;
}

export interface FramedParts {
	readonly title: string;
	readonly content: Html;
}

/** A page for administrators: the navigation, the card, and the end of the visit. */
export function adminLayout(texts: Texts, frame: FrameData, here: AdminPath, { title, content }: FramedParts): Page {
	const { nonce, workspaceName, below, token, homeUrl } = frame;
	const { t } = texts;
	const tab = ([path, label]: [string, TextKey]): Html =>
		html`<li>
			${
				path === here
					? html`<a href="${linkTarget(`${below}/${path}`)}" aria-current="page">${t(label)}</a>`
					: html`<a href="${linkTarget(`${below}/${path}`)}">${t(label)}</a>`
			}
		</li>`;
	return layout(texts, {
		...{ nonce, workspaceName, title },
		head: styles(nonce),
		navigation: html`<nav aria-label="${t('admin_title')}">
			<ul>
				${Object.entries(pages).map(tab)}
			</ul>
		</nav>`,
		content: html`${content}
			<footer>
				<p class="hint">${t('visit_finish_text')}</p>
				<form class="actions" method="post" action="${linkTarget(`${below}/admin`)}">
					<input type="hidden" name="action" value="finish" /><input type="hidden" name="token" value="${token}" />
					<button class="button" type="submit">${t('visit_finish')}</button>
					<a class="button" href="${linkTarget(homeUrl)}">${t('go_to_workspace')}</a>
				</form>
			</footer>`,
		script: script(nonce, adminScript, {
			...{ lang: texts.lang, copy: t('admin_copy'), copied: t('admin_copied') },
			chooseFile: t('admin_choose_file'),
		}),
	});
}

/** How something is: said by a word, and shown by a sign and a colour as well. */
export type MarkKind = 'good' | 'warning' | 'blocked' | 'note' | 'off';

/** Drawn, because not every font has such signs: paths in a square of twelve. */
const signs = {
	good: 'M2 6l3 3 5-6',
	warning: 'M6 2v5M6 9v1',
	blocked: 'M3 3l6 6M9 3l-6 6',
	note: 'M6 5v5M6 2v1',
	off: 'M2 6h8',
} as const satisfies Record<MarkKind, string>;

export const mark = (kind: MarkKind, word: string): Html =>
	html`<span class="mark ${kind}"
		><svg viewBox="0 0 12 12" aria-hidden="true"><path d="${signs[kind]}" /></svg>${word}</span
	>`;

/** A form of a page for administrators. */
export const adminForm = (
	{ below, token }: Pick<FrameData, 'below' | 'token'>,
	path: string,
	fields: Readonly<Record<string, string>>,
	content: Html,
): Html =>
	html`<form method="post" action="${linkTarget(`${below}/${path}`)}">
		${Object.entries({ ...fields, token }).map(
			([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
		)}
		${content}
	</form>`;

/** In UTC, until the page's script has put it into the reader's time zone. */
export function moment(milliseconds: number): Html {
	const iso = new Date(milliseconds).toISOString();
	return html`<time datetime="${iso}" dir="ltr">${iso.replace('T', ' ').slice(0, 19)}Z</time>`;
}

/** Name and value, for what has more than a line to say. */
export const factList = (facts: ReadonlyArray<readonly [label: string, value: Html | string | undefined]>): Html =>
	html`<dl class="facts">
		${facts
			.filter(([, value]) => value)
			.map(
				([label, value]) =>
					html`<dt>${label}</dt>
						<dd><bdi>${value}</bdi></dd>`,
			)}
	</dl>`;

/** A path with a query; what is undefined or empty is left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
	const entries = Object.entries(query).flatMap(([name, value]) =>
		value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
	);
	return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries).toString()}`;
}

/** The pages before and after this one; nothing where there is only one. */
export function pager(
	{ t }: Texts,
	path: string,
	query: Readonly<Record<string, string | number | undefined>>,
	{ page, pages: count }: { readonly page: number; readonly pages: number },
): Html | false {
	const to = (target: number): string =>
		linkTarget(withQuery(path, { ...query, page: target > 1 ? target : undefined }));
	return (
		count > 1 &&
		html`<p class="actions pager">
			${page > 1 && html`<a class="button" rel="prev" href="${to(page - 1)}">${t('page_before')}</a>`}
			<span>${t('page_of', { page, pages: count })}</span>
			${page < count && html`<a class="button" rel="next" href="${to(page + 1)}">${t('page_after')}</a>`}
		</p>`
	);
}

const styles = (nonce: string): Html =>
	html`<style nonce="${nonce}">
		body {
			justify-content: flex-start;
			gap: 1rem;
		}
		main,
		nav {
			width: 100%;
			max-width: 60rem;
		}
		main {
			padding: 2rem;
		}
		nav ul {
			display: flex;
			flex-wrap: wrap;
			gap: 0.25rem;
			margin: 0;
			padding: 0;
			list-style: none;
		}
		nav a {
			display: block;
			padding: 0.5rem 0.75rem;
			border-block-end: 3px solid transparent;
			color: var(--text);
			font-weight: 500;
			text-decoration: none;
		}
		nav a:hover {
			border-color: var(--hint);
		}
		nav a[aria-current] {
			border-color: var(--link);
			font-weight: 700;
		}
		footer {
			margin-top: 2rem;
			border-top: 1px solid var(--rule);
			padding-top: 1rem;
		}
		.mark {
			display: inline-flex;
			align-items: center;
			gap: 0.375rem;
			padding: 0 0.625rem;
			border: 1px solid;
			border-radius: 1rem;
			font-size: 0.8125rem;
			font-weight: 600;
			white-space: nowrap;
		}
		.mark svg {
			width: 0.75rem;
			height: 0.75rem;
			fill: none;
			stroke: currentColor;
			stroke-width: 2;
		}
		.good {
			color: var(--good);
		}
		.warning {
			color: var(--warning);
		}
		.blocked {
			color: var(--alert);
		}
		.note {
			color: var(--link);
		}
		.off {
			color: var(--hint);
		}
		.rows {
			margin: 0 0 1rem;
			padding: 0;
			list-style: none;
		}
		.rows > li {
			padding: 0.75rem 0;
			border-top: 1px solid var(--rule);
		}
		.rows p {
			margin: 0.25rem 0 0;
		}
		.rows dl {
			margin: 0.5rem 0;
		}
		.line {
			display: flex;
			flex-wrap: wrap;
			align-items: center;
			gap: 0.25rem 0.75rem;
		}
		.rows summary {
			width: auto;
			color: inherit;
		}
		.rows summary .line {
			display: inline-flex;
			max-width: calc(100% - 1.5rem);
			vertical-align: middle;
		}
		.end {
			margin-inline-start: auto;
		}
		.tiles {
			display: grid;
			grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
			gap: 0.75rem;
			margin: 0 0 1rem;
			padding: 0;
			list-style: none;
		}
		.tiles a {
			display: flex;
			align-items: center;
			gap: 0.75rem;
			min-height: 3.5rem;
			padding: 0.75rem;
			border: 1px solid var(--hint);
			border-radius: 4px;
			color: var(--text);
			font-size: 0.875rem;
			font-weight: 500;
			line-height: 1.3;
			text-decoration: none;
		}
		.tiles a:hover {
			border-color: var(--link);
			background: var(--page);
		}
		.icon {
			flex: none;
			width: 1.75rem;
			height: 1.75rem;
			border: 1px solid var(--rule);
			border-radius: 4px;
		}
		.filters {
			display: grid;
			grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr));
			align-items: end;
			gap: 0 1rem;
			margin-top: 1rem;
		}
		.filters .actions {
			margin: 0 0 1rem;
		}
		.small {
			min-height: 2rem;
			padding: 0.25rem 0.75rem;
		}
		.pager {
			align-items: center;
		}
		.copy {
			display: block;
			margin: 0 0 0.5rem;
			padding: 0.5rem 0.75rem;
			border: 1px solid var(--hint);
			border-radius: 4px;
			user-select: all;
		}
		.steps {
			padding-inline-start: 1.25rem;
		}
		.steps > li {
			margin: 0 0 0.75rem;
		}
		.scroll {
			overflow-x: auto;
		}
		table {
			border-collapse: collapse;
			font-size: 0.875rem;
		}
		th,
		td {
			padding: 0.25rem 0.75rem;
			border: 1px solid var(--rule);
			text-align: end;
		}
		th {
			text-align: start;
		}
		figure {
			margin: 0 0 0.5rem;
		}
		figure svg {
			display: block;
			width: 100%;
			height: auto;
		}
		svg text {
			fill: var(--hint);
			font-size: 11px;
		}
		svg line {
			stroke: var(--rule);
		}
		.s0 {
			--s: var(--good);
		}
		.s1 {
			--s: var(--alert);
		}
		.s2 {
			--s: var(--warning);
		}
		.s3 {
			--s: var(--link);
		}
		.s4 {
			--s: var(--hint);
		}
		rect[class] {
			fill: var(--s);
			stroke: var(--card);
		}
		.legend {
			display: flex;
			flex-wrap: wrap;
			gap: 0.25rem 1rem;
			margin: 0.5rem 0 1rem;
			padding: 0;
			font-size: 0.875rem;
			list-style: none;
		}
		.legend span {
			display: inline-block;
			width: 0.75rem;
			height: 0.75rem;
			margin-inline-end: 0.375rem;
			border: 1px solid;
			background: var(--s);
		}
		@media (forced-colors: active) {
			rect[class] {
				stroke: CanvasText;
			}
			.legend span {
				forced-color-adjust: none;
			}
		}
		@media (max-width: 30rem) {
			main {
				padding: 1rem;
			}
			.end {
				margin-inline-start: 0;
			}
		}
	</style>`;
