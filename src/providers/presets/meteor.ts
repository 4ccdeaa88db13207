import type { Preset } from '../definition/definition';

/**
 * Meteor developer accounts. https://docs.meteor.com/api/accounts.html,
 * https://github.com/meteor/meteor/tree/devel/packages/meteor-developer-oauth
 */
export const meteor: Preset = {
	id: 'meteor',
	name: 'Meteor developer account',
	traits: {
		protocol: 'oauth2',
		url: 'https://www.meteor.com',
		authorizePath: '/oauth2/authorize',
		tokenPath: '/oauth2/token',
		identityPath: '/api/v1/identity',
		scope: '',
		secretSentVia: 'payload',
		claims: {
			subject: 'id',
			username: 'username',
			name: 'profile.name|username',
			email: 'emails.0.address',
			emailVerified: 'emails.0.verified',
		},
		emailTrust: 'claim',
	},
	button: { color: '#DE4F4F', textColor: '#FFFFFF' },
	core: { service: 'meteor-developer', enabledSetting: 'Accounts_OAuth_Meteor', server: 'https://www.meteor.com' },
};
