// JavaScript, because Jest loads it before it can read anything else.
const { buildSync } = require('esbuild');
const path = require('node:path');

const browserScripts = path.join(__dirname, '..', 'src', 'browser-scripts');

function browserScript(file, minify) {
	const { outputFiles } = buildSync({
		stdin: {
			contents: `import main from ${JSON.stringify(`./${path.basename(file)}`)};\nmain(data);`,
			resolveDir: path.dirname(file),
		},
		bundle: true,
		write: false,
		platform: 'browser',
		format: 'esm',
		target: 'es2017',
		charset: 'utf8',
		legalComments: 'none',
		logLevel: 'warning',
		minify,
	});
	return `(function(data){"use strict";${outputFiles[0].text.trim()}})`;
}

const prefix = 'browser-script:';

const browserScriptPlugin = (minify) => ({
	name: 'browser-script',
	setup: (build) => {
		build.onResolve({ filter: new RegExp(`^${prefix}`) }, ({ path: name }) => ({
			path: path.join(browserScripts, `${name.slice(prefix.length)}.ts`),
			namespace: 'browser-script',
		}));
		build.onLoad({ filter: /./, namespace: 'browser-script' }, ({ path: file }) => ({
			contents: browserScript(file, minify),
			loader: 'text',
		}));
	},
});

module.exports = { browserScript, browserScriptPlugin, browserScripts };
