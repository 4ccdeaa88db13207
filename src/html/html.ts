import { escapeMarkup } from '../values/markup';
import type { BrowserScript, Json } from './inline';
import { callScript } from './inline';

/** What a template takes: markup passes, a list is joined, nothing gives nothing, all else is escaped text. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

/**
 * Markup that is known to be safe. Its constructor is private: a template and a script element, both below, are the
 * only ways to get one.
 */
export class Html {
	private constructor(private readonly markup: string) {}

	public static template(this: void, strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
		return new Html(strings.reduce((markup, string, index) => markup + Html.render(values[index - 1]) + string));
	}

	public static script<T extends Json>(this: void, nonce: string, source: BrowserScript<T>, data: T): Html {
		return new Html(`<script nonce="${Html.render(nonce)}">${callScript(source, data)}</script>`);
	}

	private static render(this: void, value: HtmlValue): string {
		if (value instanceof Html) {
			return value.markup;
		}
		if (Array.isArray(value)) {
			return value.map(Html.render).join('');
		}
		if (value === null || value === undefined || value === false) {
			return '';
		}
		return escapeMarkup(String(value));
	}

	public toString(): string {
		return this.markup;
	}
}

/**
 * The escaping template: `` html`<p title="${text}">${text}</p>` ``. A value is safe as text and inside a quoted
 * attribute; it has no business in an unquoted attribute, an event handler, a style or a script.
 */
export const html = Html.template;

/** `<script nonce>` that runs a module of `src/browser-scripts` with its data. */
export const script = Html.script;

/**
 * A URL fit for `href`, a refresh or `location.replace`: http(s), or a path of this workspace. Anything else
 * (`javascript:`, `//host`, `/\host`, and the tabs and line breaks that browsers drop on the way to those) becomes `/`.
 */
export function linkTarget(url: string): string {
	return /^(?:https?:\/\/|\/(?![/\\]))[^\\\u0000-\u0020\u007f]*$/i.test(url) ? url : '/';
}
