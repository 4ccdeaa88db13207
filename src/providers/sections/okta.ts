import { accountFields } from './accountFields';
import { inStepFields } from './syncFields';
import { openid } from '../definition/openid';
import type { ProviderDefinition } from '../definition/definition';

/** Okta, org and custom authorization servers. https://developer.okta.com/docs/reference/api/oidc/ */
export const okta: ProviderDefinition = {
	id: 'okta',
	name: 'Okta',
	fields: [
		{ role: 'enabled', id: 'Accounts_OAuth_Okta' },
		{ role: 'issuer', id: 'Accounts_OAuth_Okta_issuer' },
		{ role: 'clientId', id: 'Accounts_OAuth_Okta_id' },
		{ role: 'clientSecret', id: 'Accounts_OAuth_Okta_secret' },
		{ role: 'callbackUrl', id: 'Accounts_OAuth_Okta_callback_url' },
		{ role: 'scope', id: 'Accounts_OAuth_Okta_scope', value: 'openid profile email' },
		{ role: 'tokenSentVia', id: 'Accounts_OAuth_Okta_token_sent_via', value: 'automatic' },
		{ role: 'groupsClaim', id: 'Accounts_OAuth_Okta_groups_claim' },
		...accountFields('Accounts_OAuth_Okta_'),
		...inStepFields('Accounts_OAuth_Okta_'),
		{ role: 'signOut', id: 'Accounts_OAuth_Okta_logout' },
		{ role: 'loginStyle', id: 'Accounts_OAuth_Okta_login_style', value: 'popup' },
		{ role: 'showButton', id: 'Accounts_OAuth_Okta_show_button', value: 'shown' },
		{ role: 'order', id: 'Accounts_OAuth_Okta_button_order' },
		{ role: 'buttonText', id: 'Accounts_OAuth_Okta_button_label_text' },
		{ role: 'buttonTextColor', id: 'Accounts_OAuth_Okta_button_label_color', value: '#FFFFFF' },
		{ role: 'buttonColor', id: 'Accounts_OAuth_Okta_button_color', value: '#00297A' },
	],
	traits: openid,
};
