// JavaScript, because Jest loads it before it can read anything else.
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { brotliCompressSync } = require('node:zlib');

/** The texts of all languages, for `import texts from 'packed-texts'`. */
let texts;

const root = path.join(__dirname, '..');
const own = path.join('src', 'texts', 'languages');
const form = 'i18n';

const read = (folder, file) => JSON.parse(readFileSync(path.join(root, folder, file), 'utf8'));

function packTexts() {
	const shownHints = read(path.join('src', 'texts'), 'shownHints.json');
	const isFormOnly = (key) => key.endsWith('_hint') && !(key in shownHints);
	const formOnly = Object.keys(read(form, 'en.json')).filter(isFormOnly);
	const textsIn = (file) => ({ ...read(form, file), ...read(own, file) });
	const keys = Object.keys(textsIn('en.json')).filter((key) => !formOnly.includes(key));
	const values = readdirSync(path.join(root, own))
		.sort()
		.map((file) => [path.basename(file, '.json'), valuesOf(textsIn(file), keys)]);
	return { keys, formOnly, values: Object.fromEntries(values) };
}

/** A sentence that was there before is the number of its key. */
function valuesOf(texts, keys) {
	const seen = new Map();
	return keys.map((key, index) => {
		const text = texts[key];
		if (text === undefined) return null;
		if (!seen.has(text)) seen.set(text, index);
		return seen.get(text) === index ? text : seen.get(text);
	});
}

const packedTextsPlugin = (compressed) => ({
	name: 'packed-texts',
	setup: (build) => {
		build.onResolve({ filter: /^packed-texts$/ }, ({ path: name }) => ({ path: name, namespace: 'packed-texts' }));
		build.onLoad({ filter: /./, namespace: 'packed-texts' }, () => ({
			contents: compressed ? compressedModule(packTexts()) : `export default ${JSON.stringify(packTexts())};`,
		}));
	},
});

/** As they are, eight languages would be half of the bundle. Brotli knows frequent words of most of them. */
function compressedModule(texts) {
	const compressed = brotliCompressSync(JSON.stringify(texts)).toString('base64');
	return `
		import { Buffer } from 'buffer';
		import { brotliDecompressSync } from 'zlib';
		export default JSON.parse(brotliDecompressSync(Buffer.from('${compressed}', 'base64')).toString());
	`;
}

module.exports = {
	__esModule: true,
	get default() {
		return (texts ??= packTexts());
	},
	packTexts,
	packedTextsPlugin,
};
