const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/environment.ts',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	// What a plugin of esbuild makes in the package.
	moduleNameMapper: {
		'^browser-script:(\\w+)$': '<rootDir>/src/browser-scripts/$1.ts',
		'^packed-texts$': '<rootDir>/scripts/packedTexts.cjs',
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
	testSequencer: '<rootDir>/test/sequencer.cjs',
	// Only what hangs takes so long: no test takes a tenth of it where it is alone.
	testTimeout: 120_000,
	// One more than cores: a test of the app waits for timers of the app, and for processes of its own.
	maxWorkers: availableParallelism() + 1,
};
