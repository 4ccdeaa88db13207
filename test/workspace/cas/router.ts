import { Router } from 'express';
import type { Response } from 'express';
import type { Profile } from '../profile';
import type { Settings } from '../settings';
import type { CredentialToken, Store } from '../store';
import { validateTicket } from './validate';

const TOKEN_LIFETIME = 60_000;

const CLOSE_WINDOW = '<html><head><script>window.close()</script></head></html>';

export interface CasDependencies {
	store: Store;
	settings: Settings;
	profile: Profile;
	/** Certificates that outgoing calls trust besides the public ones. */
	ca: string[];
	/** How long a request that the server would never answer is kept open, in milliseconds. */
	hangLimit: number;
	log(message: string, error?: unknown): void;
}

/**
 * `/_cas/<credential token>?ticket=…` (`server/lib/cas/middleware.ts`): always a page that closes its window,
 * whatever came of the ticket.
 */
export function casRouter({ store, settings, profile, ca, hangLimit, log }: CasDependencies): Router {
	const router = Router();

	router.use('/_cas', async (request, response) => {
		// Core looks at what is before the question mark only: without one, it does not see a CAS request.
		if (!request.originalUrl.includes('?')) {
			response.status(404).end();
			return;
		}
		const token = request.path.split('/')[1];
		if (!token) {
			closeWindow(response);
			return;
		}
		if (!settings.get('CAS_enabled')) {
			log('Got ticket validation request, but CAS is not enabled');
			// There is no return here in core: the ticket is validated all the same.
			closeWindow(response);
		}
		try {
			const userInfo = await validateTicket(
				{
					baseUrl: settings.get('CAS_base_url'),
					version: parseFloat(settings.get('CAS_version')),
					service: `${settings.get<string>('Site_Url').replace(/\/$/, '')}/_cas/${token}`,
					ticket: String(request.query.ticket),
					ca,
				},
				profile,
			);
			if (!keep(store, { _id: token, userInfo, expireAt: Date.now() + TOKEN_LIFETIME })) {
				log(`E11000 duplicate key error collection: rocketchat_credential_tokens, _id "${token}"`);
				setTimeout(() => response.destroy(), hangLimit).unref();
				return;
			}
		} catch (error) {
			log('error when trying to validate', error);
		}
		if (!response.headersSent) {
			closeWindow(response);
		}
	});

	return router;
}

function closeWindow(response: Response): void {
	response.writeHead(200, { 'Content-Type': 'text/html' });
	response.end(CLOSE_WINDOW);
}

/** @returns false where the token was used before: the first identity stays. */
function keep(store: Store, token: CredentialToken): boolean {
	for (const [id, { expireAt }] of store.credentialTokens) {
		if (expireAt <= Date.now()) {
			store.credentialTokens.delete(id);
		}
	}
	if (store.credentialTokens.has(token._id)) {
		return false;
	}
	store.credentialTokens.set(token._id, token);
	return true;
}
