import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const project = join(__dirname, '../../..');

/** What Rocket.Chat's clients download, and what the app's own pages and messages say. */
export const folders = { form: join(project, 'i18n'), own: join(project, 'src/texts/languages') } as const;

export const filesIn = (folder: keyof typeof folders): string[] => readdirSync(folders[folder]).sort();

export const textsOf = (folder: keyof typeof folders, file: string): Record<string, string> =>
	JSON.parse(readFileSync(join(folders[folder], file), 'utf8')) as Record<string, string>;

/** Every text of one language. */
export const textsIn = (file: string): Record<string, string> => ({
	...textsOf('form', file),
	...textsOf('own', file),
});
