import { accountFields } from './accountFields';
import type { ProviderDefinition } from '../definition/definition';

/**
 * Boonex Dolphin with its OAuth2 module, with the paths, the scope and the ways of core's Dolphin login
 * (`auth-providers/dolphin.ts`). Of what the server says, `ID` and `NickName` are known from there.
 */
export const dolphin: ProviderDefinition = {
	id: 'dolphin',
	name: 'Dolphin',
	fields: [
		{ role: 'url', id: 'Accounts_OAuth_Dolphin_URL' },
		{ role: 'enabled', id: 'Accounts_OAuth_Dolphin' },
		{ role: 'clientId', id: 'Accounts_OAuth_Dolphin_id' },
		{ role: 'clientSecret', id: 'Accounts_OAuth_Dolphin_secret' },
		{ role: 'callbackUrl', id: 'Accounts_OAuth_Dolphin_callback_url' },
		{ role: 'authorizePath', id: 'Accounts_OAuth_Dolphin_authorize_path' },
		{ role: 'tokenPath', id: 'Accounts_OAuth_Dolphin_token_path' },
		{ role: 'identityPath', id: 'Accounts_OAuth_Dolphin_identity_path' },
		{ role: 'scope', id: 'Accounts_OAuth_Dolphin_scope' },
		...accountFields('Accounts_OAuth_Dolphin_'),
		{ role: 'loginStyle', id: 'Accounts_OAuth_Dolphin_login_style', value: 'redirect' },
		{ role: 'trustEmail', id: 'Accounts_OAuth_Dolphin_trust_email_without_claim' },
		{ role: 'showButton', id: 'Accounts_OAuth_Dolphin_show_button', value: 'shown' },
		{ role: 'order', id: 'Accounts_OAuth_Dolphin_button_order' },
		{ role: 'buttonText', id: 'Accounts_OAuth_Dolphin_button_label_text' },
		{ role: 'buttonTextColor', id: 'Accounts_OAuth_Dolphin_button_label_color', value: '#FFFFFF' },
		{ role: 'buttonColor', id: 'Accounts_OAuth_Dolphin_button_color', value: '#1d74f5' },
	],
	traits: {
		protocol: 'oauth2',
		authorizePath: '/m/oauth2/auth/',
		tokenPath: '/m/oauth2/token/',
		identityPath: '/m/oauth2/api/me/',
		scope: 'basic',
		secretSentVia: 'payload',
		accessTokenSentVia: 'query',
		normalised: true,
		claims: {
			subject: 'id',
			username: 'NickName',
			name: 'FullName|NickName',
			email: 'Email|email',
		},
		emailTrust: 'never',
	},
	core: { service: 'dolphin', urlSetting: 'Accounts_OAuth_Dolphin_URL' },
};
