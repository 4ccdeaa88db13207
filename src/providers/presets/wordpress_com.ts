import type { Preset } from '../definition/definition';

/** https://developer.wordpress.com/docs/api/oauth2/, https://developer.wordpress.com/docs/api/1.1/get/me/ */
export const wordpressCom: Preset = {
	id: 'wordpress_com',
	name: 'WordPress.com',
	traits: {
		protocol: 'oauth2',
		url: 'https://public-api.wordpress.com',
		authorizePath: '/oauth2/authorize',
		tokenPath: '/oauth2/token',
		identityPath: '/rest/v1.1/me',
		scope: 'auth',
		secretSentVia: 'payload',
		claims: {
			subject: 'ID',
			username: 'username',
			name: 'display_name|username',
			email: 'email',
			emailVerified: 'email_verified',
			avatar: 'avatar_URL',
		},
		emailTrust: 'claim',
	},
	button: { color: '#1E8CBE', textColor: '#FFFFFF' },
};
