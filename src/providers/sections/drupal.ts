import { accountFields } from './accountFields';
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
	fields: [
		{ role: 'enabled', id: 'Accounts_OAuth_Drupal' },
		{ role: 'url', id: 'API_Drupal_URL' },
		{ role: 'clientId', id: 'Accounts_OAuth_Drupal_id' },
		{ role: 'clientSecret', id: 'Accounts_OAuth_Drupal_secret' },
		{ role: 'callbackUrl', id: 'Accounts_OAuth_Drupal_callback_url' },
		{ role: 'variant', id: 'Accounts_OAuth_Drupal_module', value: 'oauth2_server' },
		{ role: 'authorizePath', id: 'Accounts_OAuth_Drupal_authorize_path' },
		{ role: 'tokenPath', id: 'Accounts_OAuth_Drupal_token_path' },
		{ role: 'identityPath', id: 'Accounts_OAuth_Drupal_identity_path' },
		{ role: 'scope', id: 'Accounts_OAuth_Drupal_scope' },
		{ role: 'trustEmail', id: 'Accounts_OAuth_Drupal_trust_email_without_claim' },
		...accountFields('Accounts_OAuth_Drupal_'),
		{ role: 'loginStyle', id: 'Accounts_OAuth_Drupal_login_style', value: 'popup' },
		{ role: 'showButton', id: 'Accounts_OAuth_Drupal_show_button', value: 'shown' },
		{ role: 'order', id: 'Accounts_OAuth_Drupal_button_order' },
		{ role: 'buttonText', id: 'Accounts_OAuth_Drupal_button_label_text' },
		{ role: 'buttonTextColor', id: 'Accounts_OAuth_Drupal_button_label_color', value: '#FFFFFF' },
		{ role: 'buttonColor', id: 'Accounts_OAuth_Drupal_button_color', value: '#006AA9' },
	],
	traits: oauth2Server,
	variants: {
		oauth2_server: { name: 'OAuth2 Server', traits: oauth2Server },
		simple_oauth: { name: 'Simple OAuth', traits: simpleOauth },
	},
	core: { service: 'drupal', urlSetting: 'API_Drupal_URL' },
};
