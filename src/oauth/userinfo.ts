import { LoginError } from '../errors';
import type { Claims } from './claims';
import { encryptionDetail } from './encryptedToken';
import { isJsonObject, parseJsonObject } from '../values/json';
import { describeFailure, hasFailed, notAnObject, readFailure } from './providerFailure';
import type { RequestShape } from './requestShape';
import { getRequest, postRequest } from './requestShape';
import type { HttpRequest, HttpResponse, Transport } from '../ports/transport';

export interface UserinfoRequest {
	readonly endpoint: string;
	readonly accessToken: string;
	/** `sub` of the ID token; null for plain OAuth 2.0, which has none to compare with. */
	readonly expectedSubject: string | null;
	/** Quirk: the name of a query parameter that carries the token in the place of the header (RFC 6750 §2.3). */
	readonly tokenParameter?: string | undefined;
	readonly shape?: IdentityRequestShape | undefined;
	/** Verifies an answer that is a signed JWT; absent: there can be none. */
	readonly verify?: ((token: string) => Promise<Claims>) | undefined;
	/** An answer that is none is refused. */
	readonly isToBeJwt?: boolean;
}

/** Where a server wants to be asked in another way than OpenID Connect Core §5.3.1 says. */
export interface IdentityRequestShape extends RequestShape {
	/** Absent: GET. */
	readonly method?: 'POST' | undefined;
	/** In front of the token; absent: `Bearer`, or nothing where {@link tokenHeader} names another header. */
	readonly scheme?: string;
	/** The header that carries the token; absent: `authorization`. */
	readonly tokenHeader?: string;
}

/**
 * Asks who the person is: UserInfo (OpenID Connect Core §5.3) or a plain OAuth 2.0 identity document.
 *
 * @throws LoginError `userinfo_failed`, `provider_access_tier`, `userinfo_subject_mismatch`, and the transport's.
 */
export async function fetchUserinfo(request: UserinfoRequest, transport: Transport): Promise<Claims> {
	const response = await transport.send(userinfoRequest(request));
	const token = response.status === 200 ? jwtIn(response) : undefined;
	if (response.status === 200 && token === undefined && request.isToBeJwt) {
		throw new LoginError('userinfo_failed', `${encryptionDetail}the answer is not encrypted`);
	}
	if (token === undefined || !request.verify) return parseUserinfo(response, request);
	const claims = await request.verify(token);
	return checkSubject(claims, request.expectedSubject);
}

/** What is or should be a JWT, signed (three parts) or encrypted (five). Servers send it under other types than `application/jwt`, and as a text in JSON. */
function jwtIn({ headers, body }: HttpResponse): string | undefined {
	const text = body.trim().replace(/^"([^"]*)"$/, '$1');
	if (/^[\w-]+\.[\w-]*\.[\w-]+(?:\.[\w-]+\.[\w-]+)?$/.test(text)) return text;
	const isSaidToBe = /^application\/jwt\b/i.test(headers['content-type'] ?? '');
	return isSaidToBe && !text.startsWith('{') ? text : undefined;
}

export function userinfoRequest({
	endpoint,
	accessToken,
	tokenParameter,
	shape = {},
}: Pick<UserinfoRequest, 'endpoint' | 'accessToken' | 'tokenParameter' | 'shape'>): HttpRequest {
	const { method, scheme, tokenHeader = 'authorization' } = shape;
	const prefix = scheme ?? (shape.tokenHeader === undefined ? 'Bearer' : '');
	const token = tokenParameter === undefined ? { [tokenHeader]: `${prefix} ${accessToken}`.trim() } : {};
	const parameters = {
		...shape.parameters,
		...(tokenParameter === undefined ? {} : { [tokenParameter]: accessToken }),
	};
	const headers = { ...shape.headers, ...token };
	return method === 'POST'
		? postRequest(endpoint, parameters, headers, shape.format)
		: getRequest(endpoint, parameters, headers);
}

/** How X says that an app's access tier does not include this: error 453, and the problem type of its later interface. */
const accessTier = /"code"\s*:\s*453\b|client-not-enrolled/;

/** An answer in JSON; a signed one says nothing before its signature is checked. */
export function parseUserinfo(
	response: HttpResponse,
	{ accessToken, expectedSubject }: Pick<UserinfoRequest, 'accessToken' | 'expectedSubject'>,
): Claims {
	const claims = parseJsonObject(response.body);
	if (response.status === 403 && accessTier.test(response.body.slice(0, 4096))) {
		throw new LoginError('provider_access_tier', 'HTTP 403');
	}
	if (response.status !== 200 || hasFailed(claims)) {
		throw new LoginError('userinfo_failed', describeFailure(response.status, readFailure(claims, [accessToken])));
	}
	if (!claims) {
		const isToken = jwtIn(response) !== undefined;
		throw new LoginError('userinfo_failed', `${notAnObject(response)}${isToken ? ', but a JWT' : ''}`);
	}
	// OpenID Connect Core §5.3.2: without this, another person's answer could be put in its place.
	return checkSubject(claims, expectedSubject);
}

/** The detail of a `userinfo_subject_mismatch` that is no mere failure of the endpoint. */
export const otherPerson = 'the answer is about another person than the ID token';

const isAbout = ({ sub }: Claims, subject: string): boolean =>
	(Number.isSafeInteger(sub) ? String(sub) : sub) === subject;

/**
 * Where the whole answer is in a member, as forums and gateways have it: it has to be about the person as well. What is
 * beside that member is about nobody, such as a flag that would vouch for an address in it.
 */
function unwrapped(claims: Claims, subject: string): Claims {
	const inner = claims.sub === undefined ? [claims.data, claims.result, claims.response].filter(isJsonObject) : [];
	return inner.find((one) => isAbout(one, subject)) ?? claims;
}

function checkSubject(answer: Claims, expectedSubject: string | null): Claims {
	if (expectedSubject === null) return answer;
	const claims = unwrapped(answer, expectedSubject);
	if (!isAbout(claims, expectedSubject)) {
		throw new LoginError(
			'userinfo_subject_mismatch',
			claims.sub === undefined ? 'the answer has no "sub"' : otherPerson,
		);
	}
	return claims;
}
