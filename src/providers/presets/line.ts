import type { Preset } from '../definition/definition';

/**
 * https://developers.line.biz/en/docs/line-login/integrate-line-login/, https://developers.line.biz/en/reference/line-login/
 *
 * Not by OpenID Connect: to web applications, LINE gives id_tokens that are signed with the client secret (HS256).
 */
export const line: Preset = {
	id: 'line',
	name: 'LINE',
	traits: {
		protocol: 'oauth2',
		url: 'https://access.line.me',
		authorizePath: '/oauth2/v2.1/authorize',
		tokenPath: 'https://api.line.me/oauth2/v2.1/token',
		identityPath: 'https://api.line.me/v2/profile',
		scope: 'profile',
		secretSentVia: 'payload',
		claims: {
			subject: 'userId',
			username: 'displayName',
			name: 'displayName',
			avatar: 'pictureUrl',
		},
		emailTrust: 'never',
	},
	button: { color: '#06C755', textColor: '#FFFFFF' },
};
