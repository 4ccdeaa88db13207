import type { Preset } from '../definition/definition';

/**
 * A WordPress of one's own with the plug-in "WP OAuth Server", as core's WordPress login had it.
 * https://wp-oauth.com/docs/
 */
export const wordpress: Preset = {
	id: 'wordpress',
	name: 'WordPress (WP OAuth Server)',
	traits: {
		protocol: 'oauth2',
		authorizePath: '/oauth/authorize',
		tokenPath: '/oauth/token',
		identityPath: '/oauth/me',
		scope: 'openid',
		secretSentVia: 'payload',
		claims: {
			subject: 'ID|id',
			username: 'user_login',
			name: 'display_name|user_login',
			email: 'user_email',
			groups: 'user_roles',
		},
		// Nothing in the answer says whether the address was confirmed.
		emailTrust: 'never',
	},
	button: { color: '#1E8CBE', textColor: '#FFFFFF' },
};
