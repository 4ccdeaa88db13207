import { readdirSync } from 'node:fs';
import path from 'node:path';
import { browserScript, browserScripts } from '../../../scripts/browserScripts.cjs';
import { faults } from './faults';

const scripts = readdirSync(browserScripts).filter((name) => name.endsWith('.ts') && name !== 'data.ts');

test('every page has its script', () => {
	expect(scripts.sort()).toEqual([
		...['adminPage.ts', 'expectVisitor.ts', 'goTo.ts', 'handOff.ts', 'leavePopup.ts'],
		...['loginPage.ts', 'proveAccount.ts', 'signOut.ts', 'submitForm.ts'],
	]);
});

describe.each(scripts)('%s', (name) => {
	test.each([true, false])('brings along all that it needs (minified: %s)', (minify) => {
		expect(faults(browserScript(path.join(browserScripts, name), minify))).toEqual([]);
	});

	test.each([true, false])('can stand in a script element (minified: %s)', (minify) => {
		expect(browserScript(path.join(browserScripts, name), minify)).not.toMatch(/<\/script|<!--/i);
	});
});

test('the search for faults finds them', () => {
	expect(faults('(function () { __spread(a); })();')).toEqual(["'__spread' is not defined.", "'a' is not defined."]);
	expect(faults('(function (x) { return x?.y; })();')).toHaveLength(1);
});
