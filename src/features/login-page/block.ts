import type { Html } from '../../html/html';
import { html, linkTarget } from '../../html/html';
import { scriptLiteral } from '../../html/inline';

const scriptBegin = '/* oauth-login:begin */';
const scriptEnd = '/* oauth-login:end */';
const loaderBegin = ';(function () { try {';

/** A script of the app's that one of the admin's custom scripts is to load. */
export interface LoadedScript {
	readonly file: string;
	/** The event that runs a custom script may come more than once to a page: whether each time counts. */
	readonly eachTime: boolean;
}

export const loginScriptFile: LoadedScript = { file: 'login.js', eachTime: false };
export const logoutScriptFile: LoadedScript = { file: 'logout.js', eachTime: true };

/**
 * Adds our loader to one of the admin's custom scripts, such as the one for people who are logged out
 * (`Custom_Script_Logged_Out`), or renews it.
 *
 * The block holds no logic beyond loading a script: whatever the app shows or hides goes with the app. It starts
 * on a line and with a semicolon of its own, so that neither a line comment nor a statement without its semicolon runs
 * into it, and it cannot throw. All of the admin's text stays as it is: `removeBlock(addBlock(text))` is `text`.
 *
 * @param appPath path of the app's public endpoints, without a trailing slash
 */
export function addBlock(script: string, appPath: string, { file, eachTime } = loginScriptFile): string {
	const source = scriptLiteral(linkTarget(`${appPath}/${file}`));
	const load = [
		"var script = document.createElement('script');",
		`script.src = ${source};`,
		'script.defer = true;',
		...(eachTime ? [] : ["script.setAttribute('data-oauth-login', '');"]),
		'document.head.appendChild(script);',
	];
	const loader = [loaderBegin, ...(eachTime ? load : onceWithoutSession(load)), '} catch (error) {} })();'].join(' ');
	return `${removeBlock(script)}\n${scriptBegin}\n${loader}\n${scriptEnd}`;
}

/**
 * From 9.x on, the client runs the script for people who are logged out at each load of a page, and takes up the stored
 * session afterwards. Then nothing is loaded; where it has taken up none in two seconds, there is a login form.
 */
function onceWithoutSession(load: readonly string[]): string[] {
	return [
		"var load = function () { if (document.querySelector('script[data-oauth-login]')) return;",
		...load,
		'};',
		'var waiting = 0;',
		"try { if (localStorage.getItem('Meteor.loginToken') || sessionStorage.getItem('Meteor.loginToken'))",
		'waiting = setTimeout(load, 2000); } catch (error) {}',
		'if (!waiting) load();',
		"else addEventListener('Custom_Script_Logged_In', function () { clearTimeout(waiting); });",
	];
}

/**
 * Takes every block out that is whole: our three lines, one after the other. What was damaged can't be told from the
 * admin's own text and stays; it does no harm, as the loader loads once.
 */
export function removeBlock(script: string): string {
	return removeAll(script, scriptBlocks);
}

/** One pattern for each kind of line break: an editor may have changed them all. */
const scriptBlocks = ['\\n', '\\r\\n'].map(
	(newline) =>
		new RegExp(
			[`(?:${newline})?${literally(scriptBegin)}`, `${literally(loaderBegin)}[^\\r\\n]*`, literally(scriptEnd)].join(
				newline,
			),
			'g',
		),
);

export interface TermsLink {
	readonly label: string;
	readonly href: string;
}

const termsBegin = '<!-- oauth-login:begin -->';
const termsEnd = '<!-- oauth-login:end -->';

/**
 * Adds links to the text under the login form (`Layout_Login_Terms`), for browsers that run no custom script. With
 * `rel="external"`, which core's sanitiser keeps, its client leaves a click to the browser; without, it looks for a page of
 * its own. The usual terms lead to pages of the client, and stay plain.
 *
 * The markers are HTML comments. Rocket.Chat keeps the setting as it was written and sanitises only what it renders
 * (LoginTerms.tsx), so that they survive in the setting and vanish on the page, while an element would have to be one
 * that every version's sanitiser passes, and would be in the admin's way there.
 *
 * @param usual what Rocket.Chat shows while the setting is empty: links in its place must not take it away
 */
export function addTerms(terms: string, links: readonly TermsLink[], usual: Html): string {
	const own = removeTerms(terms);
	if (links.length === 0) {
		return own;
	}
	const anchors = links.map(({ label, href }) => html`<br /><a href="${linkTarget(href)}" rel="external">${label}</a>`);
	return `${own}\n${termsBegin}${String(html`${own.trim() === '' && usual}${anchors}`)}${termsEnd}`;
}

export function removeTerms(terms: string): string {
	return removeAll(terms, termsBlocks);
}

const termsBlocks = ['\\n', '\\r\\n'].map(
	(newline) => new RegExp(`(?:${newline})${literally(termsBegin)}(?:(?!<!--)[^])*${literally(termsEnd)}`, 'g'),
);

/** Until nothing is left to remove: taking one block out of another makes the outer one whole. */
function removeAll(text: string, patterns: readonly RegExp[]): string {
	let before: string;
	let rest = text;
	do {
		before = rest;
		rest = patterns.reduce((remaining, pattern) => remaining.replace(pattern, ''), before);
	} while (rest !== before);
	return rest;
}

function literally(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
