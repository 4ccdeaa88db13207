import type { Html } from './html';
import { html } from './html';
import { pageHeaders } from './headers';
import type { Texts } from '../texts/texts';

/** What an endpoint answers with. */
export interface Page {
	readonly status: number;
	/** Lower-case names, single values. */
	readonly headers: Record<string, string>;
	readonly content: string;
}

/** What every page is given. */
export interface PageData {
	/** From `newNonce()`, never used for a second page. */
	readonly nonce: string;
	readonly workspaceName: string;
}

export interface PageParts extends PageData {
	readonly status?: number;
	/** What the page is: its only heading, and the first half of the window's title. */
	readonly title: string;
	readonly content: Html;
	/** More elements for the head, after the layout's own styles. */
	readonly head?: Html;
	/** Stands before the content, outside of the card. */
	readonly navigation?: Html;
	/** A script element, last in the body. */
	readonly script?: Html;
	/** Whether that script calls the workspace. */
	readonly fetches?: boolean;
	readonly headers?: Record<string, string>;
	/** The origin that the page's form is sent to, where it is not this workspace. */
	readonly formTarget?: string | undefined;
}

/**
 * The colours, after those of Rocket.Chat's login page. Each foreground keeps 4.5 : 1 to the backgrounds that it is
 * on (WCAG 2.2, 1.4.3), borders and focus rings 3 : 1 (1.4.11); a test calculates them.
 */
export const palettes = {
	light: {
		page: '#f1f2f4',
		card: '#ffffff',
		text: '#2f343d',
		hint: '#5f656e',
		link: '#095ad2',
		primary: '#156ff5',
		primaryHover: '#10529e',
		primaryText: '#ffffff',
		secondary: '#e4e7ea',
		secondaryHover: '#cbced1',
		secondaryText: '#1f2329',
		focus: '#095ad2',
		alert: '#d40c26',
		good: '#0a6b45',
		warning: '#8a4b00',
		rule: '#e4e7ea',
	},
	dark: {
		page: '#1f2329',
		card: '#2f343d',
		text: '#f2f3f5',
		hint: '#c1c7d0',
		link: '#9ec2fb',
		primary: '#095ad2',
		primaryHover: '#10529e',
		primaryText: '#ffffff',
		secondary: '#484c55',
		secondaryHover: '#5a5f69',
		secondaryText: '#ffffff',
		focus: '#9ec2fb',
		alert: '#ff8593',
		good: '#79dcae',
		warning: '#ffc46b',
		rule: '#484c55',
	},
} as const;

/** A page in the one layout: workspace's name, a card with the only `h1`, and what the page has to say. */
export function layout(texts: Texts, parts: PageParts): Page {
	const { nonce, workspaceName, title, content, head, navigation, script, fetches } = parts;
	const { status = 200, headers, formTarget } = parts;
	const document = html`<!doctype html>
		<html lang="${texts.lang}" dir="${texts.dir}">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>${workspaceName ? `${title} - ${workspaceName}` : title}</title>
				${stylesheet(nonce)} ${head}
			</head>
			<body>
				${workspaceName && html`<header><bdi>${workspaceName}</bdi></header>`} ${navigation}
				<main>
					<h1>${title}</h1>
					${content}
				</main>
				${script}
			</body>
		</html>`;
	return {
		status,
		headers: { ...pageHeaders({ nonce, script: script !== undefined, fetches, formTarget }), ...headers },
		content: String(document),
	};
}

function stylesheet(nonce: string): Html {
	return html`<style nonce="${nonce}">
		:root {
			${variables(palettes.light)}
			color-scheme: light dark;
		}
		@media (prefers-color-scheme: dark) {
			:root {
				${variables(palettes.dark)}
			}
		}
		* {
			box-sizing: border-box;
		}
		[hidden] {
			display: none !important;
		}
		body {
			margin: 0;
			min-height: 100vh;
			padding: 1rem;
			display: flex;
			flex-direction: column;
			align-items: center;
			justify-content: center;
			gap: 2rem;
			background: var(--page);
			color: var(--text);
			font: 1rem/1.5 Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
			overflow-wrap: anywhere;
		}
		header {
			max-width: 36rem;
			font-size: 1.5rem;
			font-weight: 700;
			line-height: 1.3;
			text-align: center;
		}
		main {
			width: 100%;
			max-width: 36rem;
			padding: 2.5rem;
			border-radius: 4px;
			background: var(--card);
			box-shadow: 0 0 12px rgb(47 52 61 / 10%);
		}
		h1 {
			margin: 0 0 1rem;
			font-size: 1.25rem;
			line-height: 1.4;
		}
		p {
			margin: 0 0 1rem;
		}
		a {
			color: var(--link);
		}
		:focus-visible {
			outline: 3px solid var(--focus);
			outline-offset: 2px;
		}
		.actions {
			display: flex;
			flex-wrap: wrap;
			gap: 0.75rem;
			margin: 1.5rem 0 0;
		}
		.actions.stack {
			flex-direction: column;
			padding: 0;
			list-style: none;
		}
		.button {
			display: inline-flex;
			align-items: center;
			justify-content: center;
			gap: 0.5rem;
			min-height: 2.5rem;
			padding: 0.5rem 1.25rem;
			border: 1px solid transparent;
			border-radius: 4px;
			background: var(--secondary);
			color: var(--secondary-text);
			font-size: 0.875rem;
			font-weight: 500;
			line-height: 1.4;
			text-align: center;
			text-decoration: none;
		}
		.button:hover {
			background: var(--secondary-hover);
		}
		.button.primary {
			background: var(--primary);
			color: var(--primary-text);
		}
		.button.primary:hover {
			background: var(--primary-hover);
		}
		.stack .button {
			display: flex;
		}
		button.button {
			font-family: inherit;
			cursor: pointer;
		}
		.button:disabled {
			opacity: 0.6;
			cursor: default;
		}
		.field {
			display: block;
			margin: 0 0 1rem;
			font-size: 0.875rem;
			font-weight: 500;
		}
		.field :is(input, textarea, select) {
			display: block;
			width: 100%;
			margin-top: 0.25rem;
			padding: 0.5rem 0.75rem;
			border: 1px solid var(--hint);
			border-radius: 4px;
			background: var(--card);
			color: var(--text);
			font: inherit;
			font-size: 1rem;
			font-weight: 400;
		}
		[role='alert']:not(:empty) {
			padding-inline-start: 0.75rem;
			border-inline-start: 4px solid var(--alert);
			font-weight: 500;
		}
		h2 {
			margin: 1.5rem 0 0.5rem;
			font-size: 1rem;
			line-height: 1.4;
		}
		.connections {
			margin: 0;
			padding: 0;
			list-style: none;
		}
		.connections > li {
			padding: 1rem 0;
			border-top: 1px solid var(--rule);
		}
		.connections p {
			margin: 0 0 0.5rem;
		}
		summary {
			width: fit-content;
			color: var(--link);
			cursor: pointer;
		}
		.button img {
			width: 1.25rem;
			height: 1.25rem;
		}
		.hint {
			color: var(--hint);
			font-size: 0.875rem;
		}
		.details {
			margin: 1.5rem 0 0;
			padding-top: 1rem;
			border-top: 1px solid var(--rule);
			color: var(--hint);
			font-size: 0.875rem;
		}
		.details dl {
			display: grid;
			grid-template-columns: auto 1fr;
			gap: 0.25rem 1rem;
			margin: 0;
		}
		.details dd {
			margin: 0;
			user-select: all;
		}
		.facts {
			display: grid;
			grid-template-columns: auto 1fr;
			gap: 0.25rem 1rem;
		}
		.facts dd {
			margin: 0;
		}
		pre {
			overflow-x: auto;
			margin: 0;
			padding: 0.75rem;
			border: 1px solid var(--rule);
			border-radius: 4px;
			font-size: 0.8125rem;
		}
		pre,
		code {
			font-family: Menlo, Monaco, Consolas, 'Liberation Mono', monospace;
		}
		@media (max-width: 30rem) {
			main {
				padding: 1.5rem;
			}
			.actions .button {
				width: 100%;
			}
			.facts {
				grid-template-columns: 1fr;
			}
			.facts dd {
				margin-bottom: 0.5rem;
			}
		}
	</style>`;
}

function variables(palette: (typeof palettes)['light' | 'dark']): Html[] {
	return Object.entries(palette).map(([name, colour]) => {
		const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
		return html`--${property}:${colour};`;
	});
}
