import adminScript from 'browser-script:adminPage';
import { adminStyles } from './adminStyles';
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
	/** Whether the page's script calls the workspace. */
	readonly fetches?: boolean;
}

/** A page for administrators: the navigation, the card, and the end of the visit. */
export function adminLayout(texts: Texts, frame: FrameData, here: AdminPath, parts: FramedParts): Page {
	const { nonce, workspaceName, below, token, homeUrl } = frame;
	const { title, content, fetches = false } = parts;
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
		...{ nonce, workspaceName, title, fetches },
		head: adminStyles(nonce),
		navigation: html`<nav aria-label="${t('admin_title')}">
			<ul>
				${Object.entries(pages).map(tab)}
				<li><a href="${linkTarget(`${below}/help`)}">${t('help_nav')}</a></li>
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
			sending: t('import_sending'),
			exported: { all: t('export_all'), part: t('export_part'), failed: t('export_failed') },
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

/** The same for a list that has no numbers: what the page before and the one after begin beside. */
export function steps(
	{ t }: Texts,
	path: string,
	{ before, after }: { readonly before: string | undefined; readonly after: string | undefined },
): Html {
	const to = (query: Readonly<Record<string, string>>): string => linkTarget(withQuery(path, query));
	return html`<p class="actions pager">
		${before !== undefined && html`<a class="button" rel="prev" href="${to({ before })}">${t('page_before')}</a>`}
		${after !== undefined && html`<a class="button" rel="next" href="${to({ after })}">${t('page_after')}</a>`}
	</p>`;
}
