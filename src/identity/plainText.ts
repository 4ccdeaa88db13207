/** Controls, format marks (bidi overrides, zero-width), lone surrogates, and letters that are drawn as nothing. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/gu;

const whiteSpace = /\s+/gu;

/**
 * Someone's name as one line that looks like what it is: invisible characters are taken out, white space (line breaks
 * too) becomes single spaces. Markup is left as it is; it is escaped where it is shown.
 *
 * @param maximum characters (code points)
 */
export function plainText(text: string, maximum: number): string {
	// Cut first, so that the work does not depend on the sender.
	const line = text
		.slice(0, maximum * 8)
		.normalize('NFC')
		.replace(whiteSpace, ' ')
		.replace(invisible, '')
		.replace(whiteSpace, ' ')
		.trim();
	return [...line].slice(0, maximum).join('').trim();
}
