import { accountFields } from './accountFields';
import type { ProviderDefinition } from '../definition/definition';
import { standardClaims } from '../definition/openid';

/** https://developer.apple.com/documentation/signinwithapplerestapi */
export const apple: ProviderDefinition = {
	id: 'apple',
	name: 'Apple',
	fields: [
		{ role: 'enabled', id: 'Accounts_OAuth_Apple' },
		{ role: 'clientId', id: 'Accounts_OAuth_Apple_id' },
		{ role: 'privateKey', id: 'Accounts_OAuth_Apple_secretKey' },
		{ role: 'teamId', id: 'Accounts_OAuth_Apple_iss' },
		{ role: 'keyId', id: 'Accounts_OAuth_Apple_kid' },
		{ role: 'callbackUrl', id: 'Accounts_OAuth_Apple_callback_url' },
		...accountFields('Accounts_OAuth_Apple_'),
		{ role: 'loginStyle', id: 'Accounts_OAuth_Apple_login_style', value: 'popup' },
		{ role: 'issuer', id: 'Accounts_OAuth_Apple_server_url', value: 'https://appleid.apple.com' },
		{ role: 'showButton', id: 'Accounts_OAuth_Apple_show_button', value: 'shown' },
		{ role: 'order', id: 'Accounts_OAuth_Apple_button_order' },
		{ role: 'buttonText', id: 'Accounts_OAuth_Apple_button_label_text' },
		{ role: 'buttonTextColor', id: 'Accounts_OAuth_Apple_button_label_color', value: '#FFFFFF' },
		{ role: 'buttonColor', id: 'Accounts_OAuth_Apple_button_color', value: '#000000' },
	],
	traits: {
		protocol: 'openid',
		issuer: 'https://appleid.apple.com',
		scope: 'openid name email',
		// Apple refuses any other mode together with the scopes `name` and `email`.
		responseMode: 'form_post',
		signedSecret: 'apple',
		nameInForm: true,
		claims: {
			...standardClaims,
			// A private relay address is random to the left of the `@`: whoever hides theirs is called by their name.
			username: '{{/^([^@]+)@(?!privaterelay\\.appleid\\.com$)/::email|name}}',
		},
		emailTrust: 'claimAsText',
	},
	nativeSwitch: 'Accounts_OAuth_Apple',
};
