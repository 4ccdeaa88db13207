import type { Preset } from '../definition/definition';

/** https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
export const github: Preset = {
	id: 'github',
	name: 'GitHub',
	traits: {
		protocol: 'oauth2',
		url: 'https://github.com',
		authorizePath: '/login/oauth/authorize',
		tokenPath: '/login/oauth/access_token',
		identityPath: 'https://api.github.com/user',
		// The address in the identity is the public one, if any, and nothing says that it was verified.
		furtherRequests: { emails: 'https://api.github.com/user/emails' },
		scope: 'read:user user:email',
		secretSentVia: 'payload',
		claims: {
			subject: 'id',
			username: 'login',
			name: 'name|login',
			email: 'emails.[primary].email|email',
			emailVerified: 'emails.[primary].verified|email_verified',
			avatar: 'avatar_url',
		},
		emailTrust: 'claim',
	},
	button: { color: '#24292F', textColor: '#FFFFFF' },
	core: { service: 'github', enabledSetting: 'Accounts_OAuth_Github', server: 'https://github.com' },
};
