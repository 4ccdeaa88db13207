import type { ErrorCode, Stage } from '../errors';
import { errorCodes } from '../errors';
import { adminKey, hintKey, nextKey, textKey, titleKey } from '../texts/errorTexts';
import type { TextKey, Texts } from '../texts/texts';
import { causesOf, labels } from './explain';

export interface ReferenceEntry {
	/** Also the anchor on the help page. */
	readonly code: ErrorCode;
	readonly title: string;
	/** What the page says that happened, and what helps in this case. */
	readonly said: string;
	/** What the page says can be done next: the same for many codes. */
	readonly next: string;
	/** Cause and remedy, for an admin: what holds always, then what a detail can show. */
	readonly remedies: readonly string[];
}

export interface ReferenceGroup {
	/** Of its title. Also the anchor on the help page. */
	readonly key: TextKey;
	readonly title: string;
	readonly entries: readonly ReferenceEntry[];
}

/** The stages of a sign-in, as a reader knows them. */
const groups = [
	['help_start', ['start']],
	['help_proxy', ['proxy']],
	['help_callback', ['callback']],
	['help_provider', ['token', 'id_token', 'userinfo']],
	['help_account', ['identity', 'account']],
	['help_proof', ['proof']],
	['help_session', ['session']],
] as const satisfies ReadonlyArray<readonly [TextKey, readonly Stage[]]>;

/** Every error with what its page says, its causes and its remedies: the words of the pages and of the attempts. */
export const reference = (texts: Texts): ReferenceGroup[] =>
	groups.map(([key, stages]: readonly [TextKey, readonly Stage[]]) => ({
		key,
		title: texts.t(key),
		entries: (Object.keys(errorCodes) as ErrorCode[])
			.filter((code) => stages.includes(errorCodes[code].stage))
			.map((code) => entryOf(code, texts)),
	}));

/** What any request to a provider or to the workspace can fail by. */
export const networkReasons = (texts: Texts): string[] => causesOf(undefined, texts);

function entryOf(code: ErrorCode, texts: Texts): ReferenceEntry {
	const { t } = texts;
	const hint = hintKey(code);
	const key = adminKey(code);
	return {
		code,
		title: t(titleKey(code)),
		said: [textKey(code), ...(hint ? [hint] : [])].map((one) => t(one)).join(' '),
		next: t(nextKey(errorCodes[code].next)),
		remedies: [t(key === textKey(code) ? 'help_person' : key, labels(texts)), ...causesOf(code, texts)],
	};
}
