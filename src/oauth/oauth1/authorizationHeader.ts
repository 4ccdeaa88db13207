import { percentEncode, sign } from './signature';

/** RFC 5849 §1.1: an identifier (a key or a token) and its shared secret. */
export interface Credentials {
	readonly identifier: string;
	readonly secret: string;
}

export interface HeaderInput {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly client: Credentials;
	/** Temporary credentials or token credentials; left out only when asking for the former. */
	readonly token?: Credentials | undefined;
	/** `oauth_callback` or `oauth_verifier`. */
	readonly extra?: Readonly<Record<`oauth_${string}`, string>> | undefined;
	readonly nonce: string;
	/** Seconds since 1970. */
	readonly timestamp: number;
}

/** The value of the header `Authorization` (RFC 5849 §3.5.1) for a request without a body. */
export async function authorizationHeader(input: HeaderInput): Promise<string> {
	const { method, url, client, token, extra, nonce, timestamp } = input;
	const parameters: ReadonlyArray<readonly [string, string]> = Object.entries({
		oauth_consumer_key: client.identifier,
		oauth_nonce: nonce,
		oauth_signature_method: 'HMAC-SHA1',
		oauth_timestamp: String(timestamp),
		...(token && { oauth_token: token.identifier }),
		// Some servers refuse `1.0A`, which is how the revision is called, as another version.
		oauth_version: '1.0',
		...extra,
	});
	const signature = await sign({ method, url, parameters }, client.secret, token?.secret ?? '');
	const fields = [...parameters, ['oauth_signature', signature] as const];
	return `OAuth ${fields.map(([name, value]) => `${name}="${percentEncode(value)}"`).join(', ')}`;
}
