import type { Preset } from '../definition/definition';

/**
 * Invision Community 4.2 and older with the OAuth2 server plug-in, by the plug-in's own paths.
 * https://github.com/wohali/ips4-oauth2server
 */
export const ips4: Preset = {
	id: 'ips4',
	name: 'IPS4 (OAuth2 server plug-in)',
	traits: {
		protocol: 'oauth2',
		authorizePath: 'applications/oauth2server/interface/oauth/authorize.php',
		tokenPath: 'applications/oauth2server/interface/oauth/token.php',
		identityPath: 'applications/oauth2server/interface/oauth/me.php',
		scope: 'user.email user.profile',
		secretSentVia: 'payload',
		normalised: true,
		claims: {
			subject: 'id',
			username: 'username|name',
			name: 'name|username',
			email: 'email',
			avatar: 'avatar|photoUrl',
		},
		emailTrust: 'never',
	},
};
