import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packTexts } from '../../../scripts/packedTexts.cjs';
import { hidePasswordForm } from '../../../src/settings/loginPage';
import { bridgeSetting, internalUrl } from '../../../src/settings/bridge';
import { hintOf } from '../../../src/settings/form';
import { learningSetting } from '../../../src/settings/people';
import { proxySettings } from '../../../src/settings/proxySettings';
import { serviceAccountSettings } from '../../../src/settings/serviceAccount';
import { isFormKey, isTextKey, textsFor } from '../../../src/texts/texts';

const root = path.join(__dirname, '../../..');
const read = (file: string): Record<string, string> =>
	JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, string>;
const filed = (language: string): Record<string, string> => ({
	...read(`i18n/${language}.json`),
	...read(`src/texts/languages/${language}.json`),
});
const english = filed('en');
const shownHints = Object.keys(read('src/texts/shownHints.json'));
const packed = packTexts();

test.each(Object.keys(packed.values))('%s: every text comes out of the package as it is in the file', (language) => {
	const { t } = textsFor(language, undefined);
	const texts = filed(language);
	const keys = Object.keys(english).filter(isTextKey);
	expect(keys.length).toBeGreaterThan(500);
	expect(Object.fromEntries(keys.map((key) => [key, t(key)]))).toEqual(
		Object.fromEntries(keys.map((key) => [key, texts[key] ?? english[key]])),
	);
});

test.each(Object.entries(packed.values))('%s: no sentence is packed twice', (_, values) => {
	const sentences = values.filter((value) => typeof value === 'string');
	expect(sentences).toHaveLength(new Set(sentences).size);
});

test('a hint that the form alone shows is known, and its text is left out', () => {
	expect(packed.formOnly.length).toBeGreaterThan(50);
	expect(packed.formOnly.filter((key) => !(key in english) || isTextKey(key) || !isFormKey(key))).toEqual([]);
	expect(packed.keys.filter((key) => !(key in english))).toEqual([]);
});

test.each([
	...[internalUrl, bridgeSetting, serviceAccountSettings.token, hidePasswordForm, learningSetting],
	...[proxySettings.host, proxySettings.server],
])('the hint of $id, which a note can follow, is packed', ({ label }) => {
	expect(shownHints).toContain(hintOf(label));
	expect(isTextKey(hintOf(label)!)).toBe(true);
});

test('what is no key has no text', () => {
	expect([isTextKey('nothing'), isFormKey('nothing'), isTextKey('constructor')]).toEqual([false, false, false]);
});
