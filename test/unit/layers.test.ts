import { readFileSync } from 'node:fs';
import path from 'node:path';
import layers from '../../src/layers.json';

const root = path.join(__dirname, '../..');

/** Rooms of the table in docs/architecture.md; browser scripts are a program of their own. */
const documented = [
	...readFileSync(path.join(root, 'docs/architecture.md'), 'utf8').matchAll(/^\| `src\/([\w-]+)(?:\/|\.ts)` \|/gm),
]
	.map(([, room]) => room)
	.filter((room) => room !== 'browser-scripts');

test('docs/architecture.md lists the layers that the linter holds, in the same order', () => {
	expect(documented).toEqual(layers.map(({ room }) => room).filter((room) => room !== 'browser-scripts'));
});
