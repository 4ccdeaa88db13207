const { availableParallelism } = require('node:os');
const { existsSync } = require('node:fs');
const path = require('node:path');

/**
 * What touches the runtime itself: endpoints and headers, the life of a process, settings that the app writes, the command,
 * the log, keys and signatures. Servers before 8.8 run apps in Deno, later ones in Node. The journeys need not be
 * here: on every server before 8.8 they run in Deno.
 */
const inBothRuntimes = [
	...['command', 'coreSettings', 'crash', 'headers', 'lifecycle', 'logs', 'spentUrls'],
	...['providers/clientAuthentication', 'providers/okta'],
].map((name) => `test/app/${name}.test.ts`);

const missing = inBothRuntimes.filter((file) => !existsSync(path.join(__dirname, file)));
if (missing.length > 0) throw new Error(`There is no ${missing.join(', ')}`);

/** @type {import('jest').Config} */
const everything = {
	testEnvironment: '<rootDir>/test/environment.ts',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	// What a plugin of esbuild makes in the package.
	moduleNameMapper: {
		'^browser-script:(\\w+)$': '<rootDir>/src/browser-scripts/$1.ts',
		'^brand-icons$': '<rootDir>/scripts/brandIcons.cjs',
		'^packed-texts$': '<rootDir>/test/packedTexts.ts',
	},
	transform: {
		// Server code gets their text; what is in `parts/` is loaded as it is.
		'/src/browser-scripts/\\w+\\.ts$': '<rootDir>/test/browserScriptTransform.cjs',
		'^.+\\.ts$': ['ts-jest', { diagnostics: false }],
		'^.+/node_modules/jose/.+\\.js$': [
			'ts-jest',
			{ diagnostics: false, tsconfig: { isolatedModules: true, allowJs: true, module: 'CommonJS', target: 'ES2021' } },
		],
	},
	// jose is published as ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!jose/)'],
	// Copies of engines, with package.json files of the same name.
	modulePathIgnorePatterns: ['<rootDir>/build/'],
	setupFiles: ['<rootDir>/test/setup.ts'],
	globalSetup: '<rootDir>/test/globalSetup.ts',
};

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		{ ...everything, displayName: 'default' },
		{
			...everything,
			displayName: 'Deno',
			testMatch: inBothRuntimes.map((file) => `<rootDir>/${file}`),
			setupFiles: [...everything.setupFiles, '<rootDir>/test/setupDeno.ts'],
		},
	],
	testSequencer: '<rootDir>/test/sequencer.cjs',
	// Only what hangs takes so long: no test takes a tenth of it where it is alone.
	testTimeout: 120_000,
	// One more than cores: a test of the app waits for timers of the app, and for processes of its own.
	maxWorkers: availableParallelism() + 1,
};
