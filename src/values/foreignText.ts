import { withoutRandomWords } from './randomWord';
import { repeatsSecret } from './repeatedSecret';

/** Controls, format marks (bidi overrides, zero-width), lone surrogates and line separators: they hide or reorder text. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** Characters of a line, unless the caller wants fewer. */
const usualMaximum = 200;

/** Characters of the sender's text that are read for each character of the line: what is cut off costs nothing. */
const readPerCharacter = 4;

/**
 * Someone else's text as one short printable line, for an admin to read. It is still only text: markup in it is
 * escaped where a page shows it.
 */
export function cleanText(text: string, maximum = usualMaximum): string {
	const line = text
		.slice(0, maximum * readPerCharacter)
		.replace(unprintable, ' ')
		.replace(/\s+/gu, ' ')
		.trim();
	const characters = [...line];
	return characters.length <= maximum ? line : `${characters.slice(0, maximum - 1).join('')}…`;
}

/** Read beyond what is shown: enough of a secret that begins there to know it by. */
const lookahead = 64;

/** What the log has in the place of a text that repeats a secret. */
export const withheld = '[withheld: it repeats a secret]';

/**
 * The same for the app's log, which every user can read on some versions: without e-mail addresses and long random words,
 * and nothing at all of a text that repeats a secret.
 *
 * The text is cut first, so that the cost has a bound that does not depend on the sender. What is at the cut may be
 * the first half of an address, and goes with the rest.
 *
 * @param secrets texts that the sender knows and may repeat
 */
export function logText(text: string, secrets: readonly string[] = []): string {
	const maximum = usualMaximum * readPerCharacter;
	if (repeatsSecret(text.slice(0, maximum + lookahead), secrets)) return withheld;
	const words = text.slice(0, maximum).split(/\s+/);
	if (text.length > maximum) words.splice(-1, 1, '…');
	return cleanText(withoutRandomWords(words.map((word) => (address.test(word) ? '…' : word)).join(' ')));
}

/** As a character, or as it is written in a URL. */
const address = /[@＠]|%40/;
