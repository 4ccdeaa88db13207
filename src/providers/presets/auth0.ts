import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/**
 * https://auth0.com/docs/get-started/applications/application-settings,
 * https://auth0.com/docs/get-started/apis/scopes/openid-connect-scopes
 */
export const auth0: Preset = {
	id: 'auth0',
	name: 'Auth0',
	traits: openid,
	button: { color: '#191919', textColor: '#FFFFFF' },
};
