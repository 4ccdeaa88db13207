import fc from 'fast-check';
import { joinFiles, splitFile } from '../../../src/browser-scripts/parts/admin/splitFile';

interface File {
	readonly format: string;
	readonly settings: Record<string, unknown>;
	readonly links: unknown[];
}

const file = fc.record({
	format: fc.constant('oauth-login'),
	settings: fc.dictionary(
		fc.string({ maxLength: 20 }).filter((id) => id !== '__proto__'),
		fc.oneof(fc.string({ maxLength: 200 }), fc.boolean(), fc.integer()),
	),
	links: fc.array(fc.record({ subject: fc.string({ maxLength: 100 }), generation: fc.nat() }), { maxLength: 200 }),
});

test('parts are small enough, and together they are the file', () => {
	fc.assert(
		fc.property(file, fc.integer({ min: 3000, max: 9000 }), (whole, largest) => {
			const parts = splitFile(JSON.stringify(whole, null, '\t'), largest);
			if (parts.length > 1) for (const part of parts) expect(part.length).toBeLessThanOrEqual(largest);
			const parsed = parts.map((part) => JSON.parse(part) as File);
			expect(joinFiles(parsed)).toEqual(JSON.parse(JSON.stringify(whole)));
			// Settings come before the links that belong to their providers.
			const firstWithLinks = parsed.findIndex(({ links }) => links.length > 0);
			const lastWithSettings = parsed.map(({ settings }) => Object.keys(settings).length > 0).lastIndexOf(true);
			if (firstWithLinks >= 0) expect(lastWithSettings).toBeLessThanOrEqual(firstWithLinks);
		}),
	);
});

test('100 000 links are parts that the server takes', () => {
	const link = (n: number) => ({
		provider: 'okta',
		issuer: 'https://id.example.com',
		subject: `person-${n}`,
		userId: n,
	});
	const links = Array.from({ length: 100_000 }, (_, n) => link(n));
	const parts = splitFile(JSON.stringify({ format: 'oauth-login', version: 1, settings: {}, links }), 40_000);
	expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(40_000);
	expect(parts.flatMap((part) => (JSON.parse(part) as File).links)).toHaveLength(100_000);
});

test.each(['x'.repeat(50), '[1]'.padEnd(50), 'null'.padEnd(50), '"text"'.padEnd(50)])(
	'%j is left to the server, which says what is wrong with it',
	(content) => {
		expect(splitFile(content, 40)).toEqual([content.slice(0, 40)]);
	},
);
