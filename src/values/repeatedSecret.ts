/** Characters in a row, letters and digits alone, that a text must not have in common with a secret. */
const window = 8;

/** A secret with fewer letters and digits is looked for as it is: in any other spelling it would be found everywhere. */
const shortest = 4;

/** Characters at the beginning and at the end of a secret that are looked for. */
const ends = 2048;

/**
 * Whether a text repeats a secret, or eight characters in a row of one: as it is, in other letters' case, with anything
 * between its characters, in base64, base64url or hexadecimal, percent-encoded up to twice, or as HTML's numbers of
 * characters. Anyone who was sent the secret may write it in any of these ways into a message.
 *
 * Takes time linear in the text. Of a secret longer than four thousand characters, the middle is not looked for.
 *
 * @param secrets empty ones count for nothing
 */
export function repeatsSecret(text: string, secrets: readonly string[]): boolean {
	const known = secrets.filter(Boolean).map(endsOf);
	if (known.length === 0) return false;
	const readings = readingsOf(text);
	const plain = readings.map(lettersAndDigits);
	const windows = new Set(plain.flatMap(windowsOf));
	return known.some(
		(secret) =>
			readings.some((reading) => lettersAndDigits(secret).length < window && reading.includes(secret)) ||
			spellingsOf(secret)
				.map(lettersAndDigits)
				.some((spelling) =>
					spelling.length < window
						? spelling.length >= shortest && plain.some((reading) => reading.includes(spelling))
						: windowsOf(spelling).some((part) => windows.has(part)),
				),
	);
}

const endsOf = (secret: string): string =>
	secret.length > 2 * ends ? secret.slice(0, ends) + secret.slice(-ends) : secret;

function windowsOf(text: string): string[] {
	return Array.from({ length: Math.max(0, text.length - window + 1) }, (_, start) => text.slice(start, start + window));
}

const lettersAndDigits = (text: string): string =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '');

/** The text as it is, and as it is meant where it is encoded. */
function readingsOf(text: string): string[] {
	const once = percentDecoded(text);
	const character = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');
	const withoutEntities = text
		.replace(/&#x([0-9a-f]{1,6});?/gi, (_, code: string) => character(parseInt(code, 16)))
		.replace(/&#([0-9]{1,7});?/g, (_, code: string) => character(parseInt(code, 10)));
	return [...new Set([text, once, percentDecoded(once), withoutEntities])];
}

/** Byte by byte, and what is not well encoded stays. */
const percentDecoded = (text: string): string =>
	text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Base64 depends on where in the encoded text the secret begins. */
function spellingsOf(secret: string): string[] {
	const bytes = Array.from(new TextEncoder().encode(secret), (byte) => String.fromCharCode(byte));
	const inBase64 = ['', '\0', '\0\0'].map((before) => btoa(before + bytes.join('')).slice(before.length * 2));
	const inHex = bytes.map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
	return [secret, ...inBase64, inHex];
}
