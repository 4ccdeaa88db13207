import { base64url } from 'jose';

const encoder = new TextEncoder();

/** SHA-256 of a text in UTF-8, as base64url: 43 characters. */
export async function sha256(text: string): Promise<string> {
	return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

const fingerprints = new Map<string, Promise<string>>();

/** So many are remembered: more than there are providers. */
const maximumFingerprints = 500;

/** The same of what hardly ever changes, such as the settings of a provider: it is not computed again. */
export function fingerprint(text: string): Promise<string> {
	const known = fingerprints.get(text) ?? sha256(text);
	if (fingerprints.size >= maximumFingerprints) fingerprints.clear();
	fingerprints.set(text, known);
	return known;
}
