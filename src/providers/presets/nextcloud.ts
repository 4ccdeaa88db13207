import type { Preset } from '../definition/definition';

/** https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/oauth2.html */
export const nextcloud: Preset = {
	id: 'nextcloud',
	name: 'Nextcloud',
	traits: {
		protocol: 'oauth2',
		// With `index.php`, which works whether or not pretty URLs are configured.
		authorizePath: '/index.php/apps/oauth2/authorize',
		tokenPath: '/index.php/apps/oauth2/api/v1/token',
		identityPath: '/ocs/v2.php/cloud/user?format=json',
		// There are none: the token may do what the person may.
		scope: '',
		secretSentVia: 'header',
		claims: {
			subject: 'ocs.data.id',
			username: 'ocs.data.id',
			name: 'ocs.data.displayname|ocs.data.display-name',
			email: 'ocs.data.email',
			groups: 'ocs.data.groups',
		},
		// People write what they like into their profile.
		emailTrust: 'never',
	},
	button: { color: '#0082C9', textColor: '#FFFFFF' },
	core: {
		service: 'nextcloud',
		enabledSetting: 'Accounts_OAuth_Nextcloud',
		urlSetting: 'Accounts_OAuth_Nextcloud_URL',
	},
};
