// JavaScript, because Jest loads it before it can read anything else.
const { readFileSync } = require('node:fs');
const path = require('node:path');

/**
 * The marks of providers and presets, by their id: a file of simple-icons each. A provider without one (that set has none,
 * or one too large for a button) has a letter instead. So has Apple: its rules allow no drawing but Apple's own file.
 */
const files = {
	auth0: 'auth0',
	authentik: 'authentik',
	discord: 'discord',
	drupal: 'drupal',
	facebook: 'facebook',
	github: 'github',
	github_enterprise: 'github',
	gitlab: 'gitlab',
	google: 'google',
	keycloak: 'keycloak',
	mattermost: 'mattermost',
	meteor: 'meteor',
	nextcloud: 'nextcloud',
	okta: 'okta',
	twitch: 'twitch',
	twitter: 'x',
	wordpress: 'wordpress',
	wordpress_com: 'wordpress',
};

const folder = path.join(__dirname, '..', 'node_modules', 'simple-icons', 'icons');

function pathOf(file) {
	const svg = readFileSync(path.join(folder, `${file}.svg`), 'utf8');
	const [, viewBox, d] = /^<svg role="img" viewBox="([^"]+)".*<path d="([^"]+)"\/><\/svg>\s*$/.exec(svg) ?? [];
	if (viewBox !== '0 0 24 24') throw new Error(`${file}.svg is not one path of 24 by 24`);
	return d;
}

/** The paths of the marks by id, for `import icons from 'brand-icons'`. */
const icons = () => Object.fromEntries(Object.entries(files).map(([id, file]) => [id, pathOf(file)]));

const brandIconsPlugin = {
	name: 'brand-icons',
	setup: (build) => {
		build.onResolve({ filter: /^brand-icons$/ }, ({ path: name }) => ({ path: name, namespace: 'brand-icons' }));
		build.onLoad({ filter: /./, namespace: 'brand-icons' }, () => {
			const names = [...new Set(Object.values(files))];
			const declared = names.map((file) => `const ${file} = ${JSON.stringify(pathOf(file))};`);
			const entries = Object.entries(files).map(([id, file]) => `${id}: ${file}`);
			return { contents: `${declared.join('\n')}\nexport default { ${entries.join(', ')} };` };
		});
	},
};

module.exports = {
	__esModule: true,
	get default() {
		return icons();
	},
	brandIconsPlugin,
};
