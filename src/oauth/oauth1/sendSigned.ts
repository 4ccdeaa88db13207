import { LoginError } from '../../errors';
import type { ErrorCode } from '../../errors';
import { randomString } from '../../values/random';
import type { HttpResponse, Transport } from '../../ports/transport';
import { authorizationHeader } from './authorizationHeader';
import type { Credentials, HeaderInput } from './authorizationHeader';

export interface OAuth1Client {
	/** The API key and secret that the provider gave to the admin. */
	readonly credentials: Credentials;
	readonly transport: Transport;
	/** Milliseconds since 1970. */
	now(): number;
}

export interface SignedRequest extends Pick<HeaderInput, 'method' | 'url' | 'token' | 'extra'> {
	/** What it means when the provider answers 401, which says only that it does not like the signature. */
	readonly unauthorized: ErrorCode;
	/** What it means when it answers with any other status than 200. */
	readonly failed: ErrorCode;
}

/** What X means by the codes in its error answers, as far as a sign-in meets them; the status alone does not tell. */
const knownCodes: Readonly<Record<string, { readonly code: ErrorCode; readonly detail: string }>> = {
	'32': { code: 'client_refused', detail: 'the API key or secret is wrong' },
	'89': { code: 'code_refused', detail: 'the token is invalid or expired' },
	'135': { code: 'clock_wrong', detail: "the timestamp is out of bounds: this server's clock is wrong" },
	'215': { code: 'client_refused', detail: 'the API key or secret is wrong' },
	'326': { code: 'provider_error', detail: 'the account is locked by the provider' },
	'415': {
		code: 'callback_not_approved',
		detail: "the callback URL is not among those of the provider's app settings",
	},
	'453': {
		code: 'provider_access_tier',
		detail: 'the access tier of the app at X does not include this; OAuth 2.0 works on every tier',
	},
};

/**
 * Signs a request, sends it, and gives the body of the answer.
 *
 * @throws LoginError what the answer's code says, else `unauthorized` or `failed` of the request; `provider_timeout`,
 * `provider_unreachable`. The detail holds no word of the provider's: it could be any text.
 */
export async function sendSigned(client: OAuth1Client, request: SignedRequest): Promise<string> {
	const { method, url, token, extra, unauthorized, failed } = request;
	const authorization = await authorizationHeader({
		method,
		url,
		token,
		extra,
		client: client.credentials,
		nonce: randomString(16),
		timestamp: Math.floor(client.now() / 1000),
	});
	const response = await client.transport.send({ method, url, headers: { authorization, accept: '*/*' } });
	if (response.status === 200) {
		return response.body;
	}
	const code = errorCode(response);
	const known = code === undefined ? undefined : knownCodes[code];
	const status = `HTTP ${response.status}${code === undefined ? '' : `, code ${code}`}`;
	if (known) {
		throw new LoginError(known.code, `${known.detail} (${status})`);
	}
	throw new LoginError(response.status === 401 ? unauthorized : failed, status);
}

/** `{"errors":[{"code":32,…}]}`, or `<error code="32">` where the same answer comes as XML. */
function errorCode({ body }: HttpResponse): string | undefined {
	return /"code"\s*:\s*(\d{1,5})\b|<error code="(\d{1,5})"/.exec(body.slice(0, 4096))?.slice(1).find(Boolean);
}
