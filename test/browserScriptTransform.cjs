const { createHash } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { browserScript, browserScripts } = require('../scripts/browserScripts.cjs');

/** What a script is made of: all modules of the folder, and what bundles them. */
const sources = readdirSync(browserScripts, { recursive: true })
	.map((name) => path.join(browserScripts, name))
	.filter((file) => file.endsWith('.ts'))
	.concat(__filename, require.resolve('../scripts/browserScripts.cjs'))
	.sort();
const version = createHash('sha256');
for (const file of sources) version.update(file).update(readFileSync(file));
const key = version.digest('hex');

/** A module of `src/browser-scripts` as the package has it: its text, minified. */
module.exports = {
	process: (_source, file) => ({
		code: `exports.__esModule = true;\nexports.default = ${JSON.stringify(browserScript(file, true))};`,
	}),
	getCacheKey: (_source, file) => createHash('sha256').update(key).update(file).digest('hex'),
};
