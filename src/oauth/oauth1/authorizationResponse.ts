import { LoginError } from '../../errors';
import { isJsonObject } from '../../values/json';
import type { Credentials } from './authorizationHeader';

const maximumVerifier = 1024;

/**
 * The verifier with which the browser comes back from the provider (RFC 5849 §2.2).
 *
 * @param parameters query as a parser left it; anything.
 * @param temporary those of this attempt: an answer to another one, no matter who began it, is not ours.
 * @throws LoginError `access_denied` (X sends `denied` instead of a verifier), `response_invalid`.
 */
export function parseAuthorizationResponse(parameters: unknown, temporary: Credentials): { verifier: string } {
	if (parameter(parameters, 'denied') !== undefined) {
		throw new LoginError('access_denied');
	}
	const token = parameter(parameters, 'oauth_token');
	if (token !== temporary.identifier) {
		throw new LoginError('response_invalid', token ? 'oauth_token is of another request' : 'no oauth_token');
	}
	const verifier = parameter(parameters, 'oauth_verifier');
	if (!verifier || verifier.length > maximumVerifier || !/^[\x20-\x7e]+$/.test(verifier)) {
		throw new LoginError('response_invalid', 'no usable oauth_verifier');
	}
	return { verifier };
}

function parameter(parameters: unknown, name: string): string | undefined {
	const value = isJsonObject(parameters) && Object.hasOwn(parameters, name) ? parameters[name] : undefined;
	if (value !== undefined && typeof value !== 'string') {
		throw new LoginError('response_invalid', `"${name}" is not a single text`);
	}
	return value;
}
