export type KeyTextError =
	| 'empty'
	/** Some other PEM: a certificate, a public key. */
	| 'not_private'
	/** `BEGIN RSA PRIVATE KEY` (PKCS#1) or `BEGIN EC PRIVATE KEY` (SEC 1), which `openssl pkcs8 -topk8` converts. */
	| 'not_pkcs8'
	| 'encrypted'
	/** Cut off, changed, or no key at all. */
	| 'invalid';

const maximumKeyText = 10_000;

/** The labels of RFC 7468 that people have in a file of such a name. */
const wrongLabels: Readonly<Record<string, KeyTextError>> = {
	'RSA PRIVATE KEY': 'not_pkcs8',
	'EC PRIVATE KEY': 'not_pkcs8',
	'EC PARAMETERS': 'not_pkcs8',
	'ENCRYPTED PRIVATE KEY': 'encrypted',
};

/** What people paste along with a text from a file: white space, quotes, a byte order mark. */
export const withoutWrapping = (text: string): string =>
	text
		.slice(0, maximumKeyText)
		.replace(/\\r|\\n/g, '\n')
		.replace(/^[\s\ufeff"']+|[\s\ufeff"']+$/g, '');

/** The label of a PEM (RFC 7468 §2); undefined for a text that is none. */
export const pemLabel = (text: string): string | undefined => /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];

/**
 * Reads a private key in PKCS#8 as it arrives in a settings field: line breaks may be missing, of another system, or
 * written as `\n`; there may be quotes or a byte order mark around it, and the BEGIN and END lines may have been left behind.
 *
 * @returns its DER, one character a byte, or why there is none
 */
export function pkcs8Of(text: string): string | { readonly error: KeyTextError } {
	const pasted = withoutWrapping(text);
	if (pasted === '') return { error: 'empty' };
	const label = pemLabel(pasted);
	if (label !== undefined && label !== 'PRIVATE KEY') return { error: wrongLabels[label] ?? 'not_private' };
	const der = decode(pasted.replace(/^-----BEGIN PRIVATE KEY-----|-----END PRIVATE KEY-----$/g, ''));
	// An outer SEQUENCE, as every private key has one.
	return der?.startsWith('\x30') ? der : { error: 'invalid' };
}

/** As `importPKCS8` of jose takes it. */
export const pemOf = (der: string): string => `-----BEGIN PRIVATE KEY-----\n${btoa(der)}\n-----END PRIVATE KEY-----`;

function decode(base64: string): string | undefined {
	try {
		return atob(base64);
	} catch {
		return undefined;
	}
}
