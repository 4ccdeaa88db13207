import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import type { ClaimedMap } from '../identity/claimedMap';
import { parseClaimedMap } from '../identity/claimedMap';
import { parseTemplate } from '../identity/template';
import type { EndpointRules } from '../oauth/endpointRules';
import { endpointProblem } from '../oauth/endpointRules';
import { sanitiseColor, sanitisePicture } from '../values/buttonLook';
import { list, text } from '../values/parse';
import { withScheme } from '../values/url';
import type { CheckContext, Control, Found } from './control';
import { checkText } from './control';

type TextCheck = (value: string, context: CheckContext) => Found | Promise<Found>;

const textControl = <T>(check: TextCheck, read: (stored: unknown) => T): Control<T> => ({
	type: SettingType.STRING,
	initial: '',
	check: checkText(check),
	read,
});

export const lineProblem = (value: string): Found =>
	value.length > 4096 || /\p{Cc}/u.test(value) ? { key: 'text' } : undefined;

/** One line of any text. */
export const line: Control<string> = textControl(lineProblem, text);

/** What was copied from a page, with what nobody sees there. */
export const copiedLine: Control<string> = textControl(lineProblem, (stored) =>
	text(stored).replace(/[\u200b\u2060\ufeff]/g, ''),
);

/** A line that the form does not show. */
export const secret: Control<string> = { ...copiedLine, type: SettingType.PASSWORD };

/** Any text, parsed only where it is used. */
export const anyText: Control<string> = textControl(() => undefined, text);

/** Separated by commas. */
export const names: Control<readonly string[]> = textControl(() => undefined, list);

const addressProblem = (value: string, rules: EndpointRules): Found => {
	const detail = endpointProblem(withScheme(value) || value, rules);
	return detail ? { key: 'url', detail } : undefined;
};

/** A URL, read with its scheme; '' for what is no URL. */
export const address: Control<string> = textControl(
	(value, { rules }) => addressProblem(value, rules),
	(stored) => withScheme(text(stored)),
);

/** A path below a server's URL, or a complete address. */
export const path: Control<string> = textControl((value, { rules }) => {
	const [, slashes] = /^[a-z][a-z0-9+.-]*:(\/\/)?/i.exec(value) ?? [];
	if (slashes) return addressProblem(value, rules);
	// A colon in the first segment makes a scheme or a host of it for every reader.
	if (/^[^/]*:/.test(value)) return { key: 'url' };
	const isPath = value.length <= 2048 && /^(?!\/\/)[\x21-\x7e]+$/.test(value) && !/[\\#]/.test(value);
	return isPath ? undefined : { key: 'path' };
}, text);

/** A claim, in the language of `identity/template.ts`. */
export const template: Control<string> = textControl((value) => {
	const parsed = parseTemplate(value);
	return 'error' in parsed ? { key: 'template', detail: parsed.error } : undefined;
}, text);

export const color: Control<string> = {
	...textControl((value) => (sanitiseColor(value) ? undefined : { key: 'color' }), text),
	type: SettingType.COLOR,
};

/** An image as a `data:` URL. */
export const picture: Control<string> = textControl(
	(value) => (sanitisePicture(value) ? undefined : { key: 'picture' }),
	text,
);

const noMap: ClaimedMap = new Map();

/**
 * From what a provider says to names here, as JSON. A bad one is refused when it is saved; if one is there all the same,
 * it is read as an empty map.
 *
 * @param check of a map that can be read
 */
export const claimedMap = (check: (map: ClaimedMap) => Found = () => undefined): Control<ClaimedMap> => ({
	...textControl(
		(value) => {
			if (value.length > 20_000) return { key: 'text' };
			const parsed = parseClaimedMap(value);
			return 'error' in parsed ? { key: 'map', detail: parsed.error } : check(parsed);
		},
		(stored) => {
			const map = parseClaimedMap(text(stored));
			return 'error' in map ? noMap : map;
		},
	),
	type: SettingType.CODE,
});
