import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * The limits of the marketplace's submission form (developer.rocket.chat, "App submission to the marketplace").
 */

const root = join(__dirname, '..', '..', '..');
const read = <T>(file: string): T => JSON.parse(readFileSync(join(root, file), 'utf8')) as T;

interface Listing {
	readonly name: string;
	readonly shortDescription: string;
	readonly longDescription: string;
	readonly languages: readonly string[];
	readonly privacy: string;
	readonly permissions: Readonly<Record<string, string>>;
}

const listing = read<Listing>('marketplace/listing.json');
const app = read<{ name: string; iconFile: string; permissions: ReadonlyArray<{ name: string }> }>('app.json');

test('the name is the app’s, in two words at most', () => {
	expect(listing.name).toBe(app.name);
	expect(listing.name.split(' ').length).toBeLessThanOrEqual(2);
});

test.each([
	['shortDescription', 10, 45],
	['longDescription', 500, 1000],
	['privacy', 100, 1000],
] as const)('%s has %d to %d characters', (text, least, most) => {
	expect(listing[text].length).toBeGreaterThanOrEqual(least);
	expect(listing[text].length).toBeLessThanOrEqual(most);
});

test('each permission that the app asks for has a reason, and no other has', () => {
	expect(Object.keys(listing.permissions).sort()).toEqual(app.permissions.map(({ name }) => name).sort());
	expect(Object.values(listing.permissions).filter((reason) => !/^[A-Z].{20,}\.$/.test(reason))).toEqual([]);
});

test('the languages are those that there are', () => {
	expect(listing.languages).toEqual(
		readdirSync(join(root, 'i18n'))
			.map((file) => file.replace('.json', ''))
			.sort(),
	);
});

test('the icon is a PNG of 256 by 256 without transparency', () => {
	expect(existsSync(join(root, app.iconFile))).toBe(true);
	const png = readFileSync(join(root, app.iconFile));
	// PNG (third edition) §11.2.1, IHDR: width, height, bit depth, colour type; 2 is colour without alpha.
	expect([png.readUInt32BE(16), png.readUInt32BE(20), png[25]]).toEqual([256, 256, 2]);
});
