const { existsSync } = require('node:fs');
const { join } = require('node:path');
const base = require('./jest.config.js');

/**
 * Tests of the app that run in both runtimes of servers: in Deno with all others, and in Node by this configuration. They
 * are those that lean on a runtime: the log, endpoints and headers, the life of a process, settings that the app writes,
 * the command, jobs, messages and rooms. Any other runs in Node by `RUNTIME=node npx jest <file>`.
 */
const inBothRuntimes = [
	...['backchannelLogout', 'callback', 'command', 'coreSettings', 'crash', 'decisions', 'headers', 'inStep'],
	...['instances', 'lifecycle', 'logs', 'repeatedSecrets', 'restBridge', 'signIn', 'spentUrls'],
	...['providers/okta', 'providers/secretsInLog', 'providers/x'],
].map((name) => `test/app/${name}.test.ts`);

const missing = inBothRuntimes.filter((file) => !existsSync(join(__dirname, file)));
if (missing.length > 0) throw new Error(`There is no ${missing.join(', ')}`);

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: inBothRuntimes.map((file) => `<rootDir>/${file}`),
	setupFiles: [...base.setupFiles, '<rootDir>/test/setupNode.ts'],
};
