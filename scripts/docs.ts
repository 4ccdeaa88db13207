import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { errorsPage } from './docs/errors';
import { definitionJsonSchema } from './docs/definition';
import { documented, providerPage } from './docs/providers';
import { settingsPage } from './docs/settings';
import { root } from './package';
import { run } from './program';

const page = (name: string): string => path.join(root, 'docs', name);

/** Writes what the documentation takes from the code: `npm run docs`. */
void run(async () => {
	writeFileSync(page('errors.md'), errorsPage(readFileSync(page('errors.md'), 'utf8')));
	const schema = await format(JSON.stringify(definitionJsonSchema(), undefined, '\t'), {
		parser: 'json',
		useTabs: true,
		printWidth: 120,
	});
	writeFileSync(page('providers/definition.schema.json'), schema);
	for (const provider of documented) {
		const file = page(`providers/${provider.id}.md`);
		writeFileSync(file, providerPage(provider, readFileSync(file, 'utf8')));
	}
	writeFileSync(page('settings.md'), settingsPage());
});
