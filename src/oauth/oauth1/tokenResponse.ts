import { LoginError } from '../../errors';
import type { Credentials } from './authorizationHeader';

const maximumResponse = 8192;
const maximumValue = 1024;

/** The members of a form-encoded answer (RFC 5849 §2.1, §2.3). One that comes twice is not there: which one counts? */
export type FormResponse = (name: string) => string | undefined;

/** @throws LoginError `token_response_invalid` */
export function parseFormResponse(body: string): FormResponse {
	if (body.length > maximumResponse) {
		throw new LoginError('token_response_invalid', `longer than ${maximumResponse} characters`);
	}
	const form = new URLSearchParams(body.trim());
	return (name) => {
		const values = form.getAll(name);
		return values.length === 1 ? values[0] : undefined;
	};
}

/** @throws LoginError `token_response_invalid` */
export function credentialsOf(form: FormResponse): Credentials {
	return { identifier: secretOf(form, 'oauth_token'), secret: secretOf(form, 'oauth_token_secret') };
}

function secretOf(form: FormResponse, name: string): string {
	const value = form(name);
	if (!value || value.length > maximumValue || !/^[\x20-\x7e]+$/.test(value)) {
		throw new LoginError('token_response_invalid', `no usable ${name}`);
	}
	return value;
}
