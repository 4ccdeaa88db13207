import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/**
 * https://auth0.com/docs/get-started/applications/application-settings,
 * https://auth0.com/docs/get-started/apis/scopes/openid-connect-scopes
 */
export const auth0: Preset = {
	id: 'auth0',
	name: 'Auth0',
	traits: {
		...openid,
		// https://auth0.com/docs/api/authentication/logout/auth-0-logout: every tenant has it.
		logout: { path: '/v2/logout', parameters: { client_id: '{{client_id}}', returnTo: '{{return_url}}' } },
	},
	button: { color: '#191919', textColor: '#FFFFFF' },
};
