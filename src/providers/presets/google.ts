import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/** https://developers.google.com/identity/openid-connect/openid-connect */
export const google: Preset = {
	id: 'google',
	name: 'Google',
	traits: {
		...openid,
		issuer: 'https://accounts.google.com',
		// Google has no preferred_username: the address is all there is to make one of.
		claims: { ...openid.claims, username: '' },
	},
	button: { color: '#1A73E8', textColor: '#FFFFFF' },
	core: { service: 'google', enabledSetting: 'Accounts_OAuth_Google', server: 'https://accounts.google.com' },
};
