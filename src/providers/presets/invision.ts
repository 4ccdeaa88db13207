import type { Preset } from '../definition/definition';

/**
 * Invision Community 4.3 and later, which is an OAuth server by itself. https://invisioncommunity.com/developers/rest-api,
 * https://invisioncommunity.com/developers/rest-api?endpoint=core/me/GETindex
 */
export const invision: Preset = {
	id: 'invision',
	name: 'Invision Community',
	traits: {
		protocol: 'oauth2',
		// Without the slashes at the end it answers by a redirect, and a form that is posted gets lost on its way.
		authorizePath: '/oauth/authorize/',
		tokenPath: '/oauth/token/',
		identityPath: '/api/core/me',
		scope: 'profile email',
		secretSentVia: 'payload',
		claims: {
			subject: 'id',
			username: 'name',
			name: 'name',
			email: 'email',
			avatar: 'photoUrl',
			groups: '{{primaryGroup.name}}{{secondaryGroups.name}}',
		},
		// Nothing in the answer says whether the address was confirmed.
		emailTrust: 'never',
	},
};
