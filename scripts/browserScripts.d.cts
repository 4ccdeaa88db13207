import type { Plugin } from 'esbuild';

/** The folder. */
export const browserScripts: string;

/**
 * A module of `src/browser-scripts` with all that it imports, as the text of a function that takes one value: what its
 * default export is called with. ES2017, like the app itself.
 *
 * @param file path of the module
 * @throws Error from esbuild if there is none, or its syntax is wrong
 */
export function browserScript(file: string, minify: boolean): string;

/** `import text from 'browser-script:<name>'` gives what {@link browserScript} makes of `<name>.ts`. */
export function browserScriptPlugin(minify: boolean): Plugin;
