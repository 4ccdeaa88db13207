import type { Plugin } from 'esbuild';

/** All texts that the app shows itself, of `i18n/` and `src/texts/languages/`; see `src/texts/packedTexts.d.ts`. */
export function packTexts(): (typeof import('packed-texts'))['default'];

/** Puts them into the bundle: `import texts from 'packed-texts'`. */
export function packedTextsPlugin(compressed: boolean): Plugin;
