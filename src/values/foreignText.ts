/** Controls, format marks (bidi overrides, zero-width), lone surrogates and line separators: they hide or reorder text. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** Characters of a line, unless the caller wants fewer. */
const usualMaximum = 200;

/** Characters of the sender's text that are read for each character of the line: what is cut off costs nothing. */
const readPerCharacter = 4;

/**
 * Somebody else's text as one short printable line, for an admin to read. It is still only text: markup in it is
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

/**
 * The same for the app's log, which every user can read on some versions: without e-mail addresses and secrets.
 *
 * The text is cut first, so that the cost has a bound that does not depend on the sender. What stands at the cut may be
 * the first half of an address or of a secret, and goes with the rest.
 *
 * @param secrets texts that the sender knows and may repeat
 */
export function logText(text: string, secrets: readonly string[] = []): string {
	const longest = Math.max(0, ...secrets.map(({ length }) => length));
	const beginning = text.slice(0, usualMaximum * readPerCharacter + longest);
	const isCut = beginning.length < text.length;
	const masked = withoutSecrets(beginning, secrets);
	const words = (isCut ? masked.slice(0, Math.max(0, masked.length - longest)) : masked).split(/\s+/);
	if (isCut) words.splice(-1, 1, '…');
	return cleanText(words.map((word) => (address.test(word) ? '…' : word)).join(' '));
}

/** As a character, or as it is written in a URL. */
const address = /[@＠]|%40/;

/** The longest first: a shorter one may be a part of it. */
const withoutSecrets = (text: string, secrets: readonly string[]): string =>
	secrets
		.filter(Boolean)
		.sort((a, b) => b.length - a.length)
		.reduce((rest, secret) => rest.replaceAll(secret, '[…]'), text);
