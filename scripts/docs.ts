import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { settingsPage } from './docs/settings';
import { root } from './package';
import { run } from './program';

/** Writes what the documentation takes from the code: `npm run docs`. */
void run(() => writeFileSync(path.join(root, 'docs', 'settings.md'), settingsPage()));
