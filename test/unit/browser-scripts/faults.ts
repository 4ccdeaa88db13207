import { Linter } from 'eslint';

/** What a script may use without bringing it along: what every browser has. */
const browserNames = [
	...['Array', 'Date', 'Error', 'JSON', 'Math', 'Object', 'Promise', 'String'],
	...['HTMLElement', 'HTMLFormElement', 'MutationObserver', 'Node', 'document', 'encodeURIComponent', 'window'],
];

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
