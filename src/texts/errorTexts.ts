import type { CodeWith, ErrorCode, NextStep } from '../errors';
import { errorCodes, has } from '../errors';
import type { TextKey } from './texts';
import { isTextKey } from './texts';

/** What went wrong, in a few words. */
export const titleKey = (code: ErrorCode): TextKey =>
	has(code, 'title')
		? `error_title_${errorCodes[code].title}`
		: `error_${code as Exclude<ErrorCode, CodeWith<'title'>>}_title`;

/** What happened, in a sentence or two. */
export const textKey = (code: ErrorCode): TextKey => `error_${code}_text`;

/** What there is to do before the next step; undefined where the step says it all. */
export const hintKey = (code: ErrorCode): TextKey | undefined => (has(code, 'hint') ? `error_${code}_hint` : undefined);

/** What a person can do next. */
export const nextKey = (step: NextStep): TextKey => `error_next_${step}`;

/** The cause and the remedy, for an administrator: what the person is told, where that says it all. */
export function adminKey(code: ErrorCode): TextKey {
	const key = `error_${code}_admin`;
	return isTextKey(key) ? key : textKey(code);
}
