/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: {
		'^.+\\.ts$': ['ts-jest', { diagnostics: false }],
		'^.+/node_modules/jose/.+\\.js$': [
			'ts-jest',
			{ diagnostics: false, tsconfig: { isolatedModules: true, allowJs: true, module: 'CommonJS', target: 'ES2021' } },
		],
	},
	// jose is published as ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!jose/)'],
	setupFiles: ['<rootDir>/test/setup.ts'],
	globalSetup: '<rootDir>/test/globalSetup.ts',
	testTimeout: 30_000,
	maxWorkers: 2,
};
