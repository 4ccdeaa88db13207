import { readdirSync, readFileSync } from 'node:fs';
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
	readonly pictures: ReadonlyArray<{ readonly file: string; readonly headline: string }>;
}

const listing = read<Listing>('marketplace/listing.json');
const app = read<{
	name: string;
	iconFile: string;
	author: { support: string; homepage?: string };
	permissions: ReadonlyArray<{ name: string }>;
}>('app.json');

/** PNG (third edition) §11.2.1, IHDR: width, height, bit depth, colour type; 2 is colour without alpha. */
const shape = (file: string): unknown[] => {
	const png = readFileSync(join(root, file));
	return [png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20), png[25]];
};

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
	expect(shape(app.iconFile)).toEqual(['PNG', 256, 256, 2]);
});

test('at most five pictures, each in both sizes and with a headline; `npm run pictures` makes them', () => {
	const { pictures } = listing;
	expect(pictures.length).toBeGreaterThan(0);
	expect(pictures.length).toBeLessThanOrEqual(5);
	const files = pictures.flatMap(({ file }) => [`${file}-1200x600.png`, `${file}-960x540.png`]);
	expect(readdirSync(join(root, 'marketplace', 'pictures')).sort()).toEqual(files.sort());
	for (const file of files) {
		const [, width, height] = /-(\d+)x(\d+)\.png$/.exec(file)!;
		expect([file, ...shape(`marketplace/pictures/${file}`)]).toEqual([file, 'PNG', Number(width), Number(height), 2]);
	}
	expect(pictures.filter(({ headline }) => headline.length < 10 || headline.length > 60)).toEqual([]);
});

test('an address of the author is complete, or there is none', () => {
	for (const address of [app.author.support, app.author.homepage ?? '']) {
		expect(address === '' || URL.canParse(address)).toBe(true);
	}
});
