/** What may travel into the browser as an argument. */
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

/**
 * The source of a statement that calls `run(argument)` in a browser.
 *
 * `run` is written like any other function of this project, with types, but only its text travels: it may use nothing
 * outside itself but the browser's globals, and no syntax for which esbuild brings in helper functions (object spread,
 * private fields): they would stay behind. A test reads the bundled text for names from nowhere.
 */
export function callInBrowser<T extends Json>(run: (argument: T) => void, argument: T): string {
	return `(${String(run)})(${scriptLiteral(argument)});`;
}
