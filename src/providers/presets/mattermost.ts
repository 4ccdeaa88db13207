import type { Preset } from '../definition/definition';

/**
 * https://developers.mattermost.com/integrate/apps/authentication/oauth2/,
 * https://developers.mattermost.com/api-documentation/#/operations/GetUser
 */
export const mattermost: Preset = {
	id: 'mattermost',
	name: 'Mattermost',
	traits: {
		protocol: 'oauth2',
		authorizePath: '/oauth/authorize',
		tokenPath: '/oauth/access_token',
		identityPath: '/api/v4/users/me',
		// There are none: the token may do what the person may.
		scope: '',
		secretSentVia: 'payload',
		claims: {
			subject: 'id',
			username: 'username',
			name: '{{first_name}} {{last_name}}',
			email: 'email',
			emailVerified: 'email_verified',
			roles: 'roles',
		},
		listSeparator: ' ',
		emailTrust: 'claim',
	},
	button: { color: '#1E325C', textColor: '#FFFFFF' },
};
