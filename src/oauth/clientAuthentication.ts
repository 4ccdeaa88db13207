/** How a client can prove itself (OpenID Connect Core §9). */
export const clientAuthMethods = [
	'client_secret_basic',
	'client_secret_post',
	'client_secret_jwt',
	'private_key_jwt',
	'none',
] as const;

export type ClientAuthMethod = (typeof clientAuthMethods)[number];

/** How the app proves to the token endpoint that it is the client. */
export interface ClientAuthentication {
	readonly method: ClientAuthMethod;
	readonly clientId: string;
	/** What is sent as the proof: the client secret, or an assertion where the method ends in `_jwt`; '' with `none`. */
	readonly credential: string;
}

/** What the proof adds to a request: a header or parameters of the form, never both (RFC 6749 §2.3). */
export interface AuthenticationParts {
	readonly headers: Readonly<Record<string, string>>;
	readonly parameters: Readonly<Record<string, string>>;
}

export function authenticateClient({ method, clientId, credential }: ClientAuthentication): AuthenticationParts {
	const form = (proof: Readonly<Record<string, string>>): AuthenticationParts => ({
		headers: {},
		parameters: { client_id: clientId, ...proof },
	});
	switch (method) {
		case 'client_secret_basic':
			return { headers: { authorization: basic(clientId, credential) }, parameters: {} };
		case 'client_secret_post':
			return form({ client_secret: credential });
		case 'client_secret_jwt':
		case 'private_key_jwt':
			// RFC 7523 §2.2.
			return form({
				client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
				client_assertion: credential,
			});
		case 'none':
			return form({});
	}
}

export interface MethodChoice {
	/** What the definition says. */
	readonly defined?: ClientAuthMethod | undefined;
	/** How the form or the preset wants the secret to be sent. */
	readonly sentVia?: 'header' | 'payload' | undefined;
	/** Whether the client secret is a private key. */
	readonly hasKey: boolean;
	/** Without it, a client that does not prove itself is nobody in particular. */
	readonly hasPkce: boolean;
	/** By the provider's document; none where it says nothing. */
	readonly announced: readonly string[];
}

/**
 * The ways to try, the likelier first: a provider that announces both may still take one alone from
 * this client, or compare what {@link basic} escapes as it came. A key is never sent: with one, the client signs.
 *
 * @returns none where the document announces nothing that the secret is good for
 */
export function possibleMethods({
	defined,
	sentVia,
	hasKey,
	hasPkce,
	announced,
}: MethodChoice): readonly ClientAuthMethod[] {
	if (defined) return [defined];
	if (hasKey) return ['private_key_jwt'];
	if (sentVia) return [sentVia === 'payload' ? 'client_secret_post' : 'client_secret_basic'];
	// RFC 8414 §2.
	if (announced.length === 0) return ['client_secret_basic'];
	const sent = (['client_secret_basic', 'client_secret_post'] as const).filter((method) => announced.includes(method));
	if (sent.length > 0) return sent;
	if (announced.includes('client_secret_jwt')) return ['client_secret_jwt'];
	return hasPkce && announced.includes('none') && !announced.includes('private_key_jwt') ? ['none'] : [];
}

/**
 * RFC 6749 §2.3.1: both parts are form-encoded before they are joined, so that a colon in them stays theirs. A space is
 * `%20`, which every server decodes, and not the `+` of appendix B, which is a plus to those that only know percent signs.
 * No more is escaped than has to be: there are servers that compare the raw bytes, and theirs is the secret with `-`, `_`,
 * `.` or `~` in it.
 */
export function basic(clientId: string, clientSecret: string): string {
	return `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`;
}
