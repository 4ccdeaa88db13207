import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

const documents = ['SECURITY.md', 'docs/threat-model.md'].map((name) => {
	const text = readFileSync(join(root, name), 'utf8');
	return { name, text, tests: [...new Set(text.match(/\btest\/[\w/-]+(?:\.test)?\.ts\b/g))] };
});

test.each(documents)('each test that $name names is there', ({ tests }) => {
	expect(tests).not.toEqual([]);
	expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('each promise names the test that holds it', () => {
	const [, promises = ''] = /## What is guaranteed\n([\s\S]*?)\n## /.exec(documents[0]!.text) ?? [];
	const bullets = promises.split(/\n(?=- )/).slice(1);
	expect(bullets.length).toBeGreaterThan(10);
	expect(bullets.filter((bullet) => !/`test\/[\w/-]+\.test\.ts`/.test(bullet))).toEqual([]);
});

test('each attack of the threat model has a number of its own, an end, and a test', () => {
	const [, attacks = ''] = documents[1]!.text.split('## Attacks, and where each ends');
	const rows = [...attacks.matchAll(/^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];
	expect(rows.map(([, number]) => Number(number))).toEqual(rows.map((_, index) => index + 1));
	expect(rows.length).toBeGreaterThanOrEqual(50);
	expect(rows.filter(([, , , , tested]) => !/^`test\/[\w/-]+\.test\.ts`$/.test(tested!.trim()))).toEqual([]);
});
