/** Controls, format marks (bidi overrides, zero-width), lone surrogates and line separators: they hide or reorder text. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Somebody else's text as one short printable line, for an admin to read. It is still only text: markup in it is
 * escaped where a page shows it.
 */
export function cleanText(text: string, maximum = 200): string {
	// Cut before the clean-up too, so that its cost does not depend on the sender.
	const line = text
		.slice(0, maximum * 4)
		.replace(unprintable, ' ')
		.replace(/\s+/gu, ' ')
		.trim();
	const characters = [...line];
	return characters.length <= maximum ? line : `${characters.slice(0, maximum - 1).join('')}…`;
}

/** For texts that go into the app's log, which is everybody's. */
export const withoutAddresses = (text: string): string => text.replace(/\S*@\S*/g, '…');
