/** How the app proves to the token endpoint that it is the client (OpenID Connect Core §9). */
export interface ClientAuthentication {
	readonly method: 'client_secret_basic' | 'client_secret_post' | 'none';
	readonly clientId: string;
	readonly clientSecret: string;
}

/** What the proof adds to a request: a header or parameters of the form, never both (RFC 6749 §2.3). */
export interface AuthenticationParts {
	readonly headers: Readonly<Record<string, string>>;
	readonly parameters: Readonly<Record<string, string>>;
}

export const authenticateClient = ({ method, clientId, clientSecret }: ClientAuthentication): AuthenticationParts =>
	method === 'client_secret_basic'
		? { headers: { authorization: basic(clientId, clientSecret) }, parameters: {} }
		: {
				headers: {},
				parameters: { client_id: clientId, ...(method === 'none' ? {} : { client_secret: clientSecret }) },
			};

/**
 * RFC 6749 §2.3.1: both parts are form-encoded before they are joined, so that a colon in them stays theirs. A space is
 * `%20`, which every server decodes, and not the `+` of appendix B, which is a plus to those that only know percent signs.
 * No more is escaped than has to be: there are servers that compare the raw bytes, and theirs is the secret with `-`, `_`,
 * `.` or `~` in it.
 */
export function basic(clientId: string, clientSecret: string): string {
	return `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`;
}
