import { accountFields } from './accountFields';
import type { ProviderDefinition } from '../definition/definition';

/** With the paths, the scope and the ways of core's Tokenpass login (`app/tokenpass/server/lib.ts`, up to 7.x). */
export const tokenpass: ProviderDefinition = {
	id: 'tokenpass',
	name: 'Tokenpass',
	fields: [
		{ role: 'enabled', id: 'Accounts_OAuth_Tokenpass' },
		{ role: 'url', id: 'API_Tokenpass_URL' },
		{ role: 'clientId', id: 'Accounts_OAuth_Tokenpass_id' },
		{ role: 'clientSecret', id: 'Accounts_OAuth_Tokenpass_secret' },
		{ role: 'callbackUrl', id: 'Accounts_OAuth_Tokenpass_callback_url' },
		{ role: 'authorizePath', id: 'Accounts_OAuth_Tokenpass_authorize_path' },
		{ role: 'tokenPath', id: 'Accounts_OAuth_Tokenpass_token_path' },
		{ role: 'identityPath', id: 'Accounts_OAuth_Tokenpass_identity_path' },
		{ role: 'scope', id: 'Accounts_OAuth_Tokenpass_scope' },
		{ role: 'trustEmail', id: 'Accounts_OAuth_Tokenpass_trust_email_without_claim' },
		...accountFields('Accounts_OAuth_Tokenpass_'),
		{ role: 'loginStyle', id: 'Accounts_OAuth_Tokenpass_login_style', value: 'popup' },
		{ role: 'showButton', id: 'Accounts_OAuth_Tokenpass_show_button', value: 'shown' },
		{ role: 'order', id: 'Accounts_OAuth_Tokenpass_button_order' },
		{ role: 'buttonText', id: 'Accounts_OAuth_Tokenpass_button_label_text' },
		{ role: 'buttonTextColor', id: 'Accounts_OAuth_Tokenpass_button_label_color', value: '#FFFFFF' },
		{ role: 'buttonColor', id: 'Accounts_OAuth_Tokenpass_button_color', value: '#1D74F5' },
	],
	traits: {
		protocol: 'oauth2',
		authorizePath: '/oauth/authorize',
		tokenPath: '/oauth/access-token',
		identityPath: '/oauth/user',
		scope: 'user',
		secretSentVia: 'payload',
		accessTokenSentVia: 'query',
		normalised: true,
		claims: {
			subject: 'id',
			username: 'username',
			name: 'name|username',
			email: 'email',
			emailVerified: 'email_verified',
		},
		emailTrust: 'claim',
	},
	core: { service: 'tokenpass', urlSetting: 'API_Tokenpass_URL' },
};
