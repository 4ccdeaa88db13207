import { account, button, colors, login, section } from '../fields/section';
import type { ProviderDefinition, Traits } from '../definition/definition';
import { standardClaims } from '../definition/openid';

/** https://www.drupal.org/project/oauth2_server, with the paths and the scope of core's Drupal login. */
const oauth2Server: Traits = {
	protocol: 'oauth2',
	authorizePath: '/oauth2/authorize',
	tokenPath: '/oauth2/token',
	identityPath: '/oauth2/UserInfo',
	scope: 'openid email profile offline_access',
	secretSentVia: 'payload',
	claims: standardClaims,
	// A person may change their address in Drupal without confirming it, and `email_verified` does not tell.
	emailTrust: 'never',
};

/** https://www.drupal.org/project/simple_oauth */
const simpleOauth: Traits = {
	...oauth2Server,
	authorizePath: '/oauth/authorize',
	tokenPath: '/oauth/token',
	identityPath: '/oauth/userinfo',
	// Asked for more than its consumer has, it refuses.
	scope: 'openid',
};

export const drupal: ProviderDefinition = {
	id: 'drupal',
	name: 'Drupal',
	fields: section(
		'Accounts_OAuth_Drupal_',
		[
			'enabled',
			'url',
			'variant',
			'clientId',
			'clientSecret',
			'callbackUrl',
			'authorizePath',
			'tokenPath',
			'identityPath',
			'scope',
			'trustEmail',
			...account,
			...login,
			...button,
		],
		{
			...colors('#006AA9'),
			url: { id: 'API_Drupal_URL' },
			variant: { id: 'Accounts_OAuth_Drupal_module', value: 'oauth2_server', label: 'drupal_module' },
		},
	),
	traits: oauth2Server,
	variants: {
		oauth2_server: { name: 'OAuth2 Server', traits: oauth2Server },
		simple_oauth: { name: 'Simple OAuth', traits: simpleOauth },
	},
	core: { service: 'drupal', enabledSetting: 'Accounts_OAuth_Drupal', urlSetting: 'API_Drupal_URL' },
};
