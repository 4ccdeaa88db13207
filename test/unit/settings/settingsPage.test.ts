import { readFileSync } from 'node:fs';
import path from 'node:path';
import { settingsPage } from '../../../scripts/docs/settings';
import { customProvider } from '../../../src/providers/custom';
import { fields } from '../../../src/providers/fields/fields';
import { catalog } from '../../../src/providers/catalog';
import { generalSettings } from '../../../src/settings/general';

const written = readFileSync(path.join(__dirname, '../../../docs/settings.md'), 'utf8');

test('docs/settings.md says what the declarations say: `npm run docs` writes it', () => {
	expect(written).toBe(settingsPage());
});

test('it names every setting: by its id, or by the ending of its id', () => {
	const isNamed = (role: keyof typeof fields, id: string): boolean =>
		written.includes(`\`${id}\``) ||
		(id.endsWith(fields[role].suffix) && written.includes(`\`${fields[role].suffix}\``));
	const ofProviders = [...catalog, customProvider('Forum')].flatMap((one) => one.fields);
	expect(ofProviders.filter(({ role, id }) => role !== 'enabled' && !isNamed(role, id)).map(({ id }) => id)).toEqual(
		[],
	);
	expect(generalSettings.filter(({ id }) => !written.includes(`\`${id}\``)).map(({ id }) => id)).toEqual([]);
});
