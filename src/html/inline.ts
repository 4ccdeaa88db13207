/** What may travel into the browser as data. */
export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON that is also safe as a JavaScript literal inside an HTML `<script>`: `<` can neither close the element nor open
 * a comment, and the line separators that older JavaScript does not allow in strings are escaped.
 */
export function scriptLiteral(value: Json): string {
	return JSON.stringify(value ?? null).replace(
		/[<>&\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

/** The text of a function for browsers that takes one value; from a module of `src/browser-scripts`. */
export type BrowserScript<T> = string & { readonly takes?: (data: T) => void };

/** The source of a statement that runs a script with its data. */
export function callScript<T extends Json>(script: BrowserScript<T>, data: T): string {
	return `${script}(${scriptLiteral(data)});`;
}
