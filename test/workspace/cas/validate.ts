import { get } from 'node:https';
import { stringify } from 'node:querystring';
import type { Profile } from '../profile';
import { parseTicketResponse } from './ticketResponse';
import type { ValidatedTicket } from './ticketResponse';

export interface Validation {
	/** `CAS_base_url`. */
	baseUrl: string;
	version: number;
	service: string;
	ticket: string;
	/** Certificates that are trusted besides the public ones. */
	ca: string[];
}

const MAX_RESPONSE = 1_000_000;

/**
 * Asks the CAS server whether a ticket is good, as `packages/cas-validate` does: over HTTPS only, with the
 * certificate checked.
 * @throws Error when it is not, or the server can't be asked.
 */
export async function validateTicket(validation: Validation, profile: Profile): Promise<ValidatedTicket> {
	const { baseUrl, version, service, ticket, ca } = validation;
	const base = new URL(baseUrl);
	if (base.protocol !== 'https:') {
		throw new Error('Only https CAS servers are supported.');
	}
	const action = version < 2 ? 'validate' : 'proxyValidate';
	// 6.5.3 makes "//proxyValidate" of a base that ends with a slash, and encodes nothing.
	const folder = profile.encodedValidationQuery ? base.pathname.replace(/\/$/, '') : base.pathname;
	const query = profile.encodedValidationQuery ? stringify({ ticket, service }) : `ticket=${ticket}&service=${service}`;
	const path = `${folder === '/' ? '' : folder}/${action}?${query}`;
	return new Promise((resolve, reject) => {
		const request = get({ host: base.hostname, port: base.port || '443', path, ca, agent: false }, (response) => {
			let body = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => {
				body += chunk;
				if (body.length > MAX_RESPONSE) {
					request.destroy(new Error('The response is too long'));
				}
			});
			response.on('error', reject);
			response.on('end', () => {
				try {
					resolve(parseTicketResponse(body, version));
				} catch (error) {
					reject(error as Error);
				}
			});
		});
		request.on('error', reject);
	});
}
