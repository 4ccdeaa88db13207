const hex = (text: string): string => Buffer.from(text).toString('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const percent = (text: string): string => hex(text).replace(/../g, '%$&');
const inPieces = (text: string, length: number, between: string): string =>
	(text.match(new RegExp(`.{1,${length}}`, 'gs')) ?? []).join(between);

/** How a provider, or a gateway in front of it, may write into a message what it was sent. */
export const spellings: Readonly<Record<string, (secret: string) => string>> = {
	'as it is': (secret) => secret,
	'in capitals': (secret) => secret.toUpperCase(),
	'in small letters': (secret) => secret.toLowerCase(),
	'its first 30 characters': (secret) => secret.slice(0, 30),
	'its last 12 characters': (secret) => secret.slice(-12),
	'in quotes, inside a header': (secret) => `bad header "Authorization: Bearer ${secret}"`,
	'in base64': base64,
	'in base64url, in the middle of something': (secret) => Buffer.from(`x:${secret}:y`).toString('base64url'),
	'in base64, in capitals': (secret) => base64(secret).toUpperCase(),
	'in hexadecimal': hex,
	'in hexadecimal with colons': (secret) => inPieces(hex(secret), 2, ':'),
	'percent-encoded where it has to be': encodeURIComponent,
	'percent-encoded as a whole': percent,
	'percent-encoded twice': (secret) => encodeURIComponent(percent(secret)),
	'as numbers of characters': (secret) => [...secret].map((one) => `&#${one.codePointAt(0)};`).join(''),
	'in wide characters': (secret) => secret.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
	'over lines': (secret) => inPieces(secret, 6, '\n  '),
	'with spaces': (secret) => [...secret].join(' '),
	'with characters that nobody sees': (secret) => [...secret].join('\u200b'),
};
