import type { Node } from 'acorn';
import { parse } from 'acorn';
import { simple } from 'acorn-walk';
import { buildSync } from 'esbuild';
import vm from 'node:vm';

/** What a script may use without bringing it along: what every browser has. */
const browserNames = [
	...['Array', 'Date', 'Error', 'Math', 'Object', 'String'],
	...['HTMLElement', 'MutationObserver', 'Node', 'document', 'window'],
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
	vm.runInThisContext(`(function (module) {${outputFiles[0]?.text}\n})`)(module);
	return module.exports as T;
}

/** Names that a script uses and neither declares nor finds in a browser. Throws where the script is not ES2017. */
export function freeNames(source: string): string[] {
	const used = new Set<string>();
	const declared = new Set(browserNames);
	const program = parse(source, { ecmaVersion: 2017 });
	const declare = (pattern: Node | null | undefined) => pattern && simple(pattern, patterns(declared), patternsOnly);
	simple(program, {
		...identifiers(used),
		...patterns(used),
		VariableDeclarator: (node) => void declare(part(node, 'id')),
		CatchClause: (node) => void declare(part(node, 'param')),
		Function: (node) => [part(node, 'id'), ...parts(node, 'params')].forEach(declare),
	});
	return [...used].filter((name) => !declared.has(name)).sort();
}

type Visitors = Parameters<typeof simple>[1];
