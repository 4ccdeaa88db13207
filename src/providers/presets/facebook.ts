import type { Preset } from '../definition/definition';

/**
 * https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow,
 * https://developers.facebook.com/docs/graph-api/reference/user
 *
 * The paths name no version of the API: each of them would be one of the past after two years.
 */
export const facebook: Preset = {
	id: 'facebook',
	name: 'Facebook',
	traits: {
		protocol: 'oauth2',
		url: 'https://www.facebook.com',
		authorizePath: '/dialog/oauth',
		tokenPath: 'https://graph.facebook.com/oauth/access_token',
		identityPath: 'https://graph.facebook.com/me?fields=id,name,email,picture.type(large)',
		scope: 'public_profile email',
		secretSentVia: 'payload',
		claims: {
			subject: 'id',
			// Facebook has no usernames.
			username: 'name',
			name: 'name',
			email: 'email',
			avatar: 'picture.data.url',
		},
		// Facebook leaves out addresses that are "not valid", but nowhere promises that the others were confirmed.
		emailTrust: 'never',
	},
	button: { color: '#1877F2', textColor: '#FFFFFF' },
	core: {
		service: 'facebook',
		enabledSetting: 'Accounts_OAuth_Facebook',
		server: 'https://www.facebook.com',
		// "App-scoped": another app is told another id of the same person.
		clientId: { setting: 'Accounts_OAuth_Facebook_id' },
	},
};
