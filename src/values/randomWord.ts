/** Characters of tokens, keys and encoded texts; whatever else there is ends a word. */
const word = /[\w~+/=.%-]{16,}/g;

/** Tells of a request or a tenant, and lets nobody in: an admin needs it. */
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * The text with `[…]` in the place of long words that look random: tokens, keys, signed documents. Names in any usual
 * style, paths, times and UUIDs stay. It is a guess: what is known to be secret, `repeatsSecret` finds for certain.
 */
export function withoutRandomWords(text: string): string {
	return text.replace(word, (found) => {
		const rest = found.replace(uuid, '');
		return [...rest.split(/[./]/), rest].some(looksRandom) ? '[…]' : found;
	});
}

function looksRandom(text: string): boolean {
	return text.length >= 16 && (changesOften(text) || hasManyDigits(text) || /[a-z]{32}|[A-Z]{32}|[0-9]{16}/.test(text));
}

/** Words of a language hardly ever change between capitals, small letters and digits, but for the capital of a word. */
function changesOften(text: string): boolean {
	const kinds = text
		.replace(/[A-Z](?=[a-z]{2})/g, 'a')
		.replace(/[A-Z]/g, 'A')
		.replace(/[a-z]/g, 'a')
		.replace(/[0-9]/g, '0');
	const changes = kinds.match(/A(?=[a0])|a(?=[A0])|0(?=[Aa])/g)?.length ?? 0;
	return changes / text.length >= 0.22;
}

/** Digits in two places of one long part, or in three places of many characters. */
function hasManyDigits(text: string): boolean {
	const places = (part: string): number => part.match(/[0-9]+/g)?.length ?? 0;
	const joined = text.replace(/[^A-Za-z0-9]/g, '');
	const parts = text.match(/[A-Za-z0-9]{20,}/g) ?? [];
	return parts.some((part) => places(part) >= 2) || (joined.length >= 32 && places(joined) >= 3);
}
