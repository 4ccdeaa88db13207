import { dirname } from 'node:path';

/** Where an engine is that was installed under an alias. */
export const engineDir = (alias: string): string => dirname(require.resolve(`${alias}/package.json`));

const newest: [version: string, engineDir: string | undefined] = ['1.62', undefined];

const older: (typeof newest)[] = [
	['1.59', engineDir('apps-engine-1-59')],
	['1.53', engineDir('apps-engine-1-53')],
];

/**
 * Engines that servers in use have. The older ones run apps in Deno in both projects of jest.config.js: one of the two
 * is enough.
 */
export const engines = process.env.RUNTIME === 'deno' ? [newest] : [newest, ...older];
