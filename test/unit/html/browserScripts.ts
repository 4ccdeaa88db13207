import { buildSync } from 'esbuild';
import { Linter } from 'eslint';
import vm from 'node:vm';

/** What a script may use without bringing it along: what every browser has. */
const browserNames = [
	...['Array', 'Date', 'Error', 'JSON', 'Math', 'Object', 'Promise', 'String'],
	...['HTMLElement', 'MutationObserver', 'Node', 'document', 'encodeURIComponent', 'window'],
];

/** A module as it will be after packaging: bundled by esbuild for ES2017. */
export function bundled<T>(file: string, minify: boolean): T {
	const { outputFiles } = buildSync({
		entryPoints: [file],
		bundle: true,
		write: false,
		format: 'cjs',
		platform: 'node',
		target: 'es2017',
		minify,
	});
	const module = { exports: {} };
	const run = vm.runInThisContext(`(function (module, crypto) {${outputFiles[0]?.text}\n})`) as (
		...values: unknown[]
	) => void;
	run(module, crypto);
	return module.exports as T;
}

/** What is wrong with a script that is to run in a browser alone: syntax newer than ES2017, names from nowhere. */
export function faults(source: string): string[] {
	const messages = new Linter().verify(source, {
		languageOptions: {
			ecmaVersion: 2017,
			sourceType: 'script',
			globals: Object.fromEntries(browserNames.map((name) => [name, 'readonly'])),
		},
		rules: { 'no-undef': 'error' },
	});
	return messages.map(({ message }) => message);
}
