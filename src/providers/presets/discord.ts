import type { Preset } from '../definition/definition';

/** https://discord.com/developers/docs/topics/oauth2, https://discord.com/developers/docs/resources/user */
export const discord: Preset = {
	id: 'discord',
	name: 'Discord',
	traits: {
		protocol: 'oauth2',
		url: 'https://discord.com',
		authorizePath: '/oauth2/authorize',
		tokenPath: '/api/oauth2/token',
		identityPath: '/api/users/@me',
		scope: 'identify email',
		secretSentVia: 'header',
		claims: {
			subject: 'id',
			username: 'username',
			name: 'global_name|username',
			email: 'email',
			emailVerified: 'verified',
			// Only a hash is given: an address made of it would be a broken one for everyone without a picture.
		},
		emailTrust: 'claim',
	},
	button: { color: '#5865F2', textColor: '#FFFFFF' },
};
