import type { Html } from '../../html/html';
import { html } from '../../html/html';

/** What the pages for administrators have beyond the layout's own styles. */
export const adminStyles = (nonce: string): Html =>
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
			grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr));
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
