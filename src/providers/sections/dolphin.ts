import { account, button, colors, login, section } from '../fields/section';
import type { ProviderDefinition } from '../definition/definition';

/**
 * Boonex Dolphin with its OAuth2 module, with the paths, the scope and the ways of core's Dolphin login
 * (`auth-providers/dolphin.ts`). Of what the server says, `ID` and `NickName` are known from there.
 */
export const dolphin: ProviderDefinition = {
	id: 'dolphin',
	name: 'Dolphin',
	fields: section(
		'Accounts_OAuth_Dolphin_',
		[
			'url',
			'enabled',
			'clientId',
			'clientSecret',
			'callbackUrl',
			'authorizePath',
			'tokenPath',
			'identityPath',
			'scope',
			...account,
			...login,
			'trustEmail',
			...button,
		],
		{ ...colors('#1d74f5'), url: { id: 'Accounts_OAuth_Dolphin_URL' }, loginStyle: { value: 'redirect' } },
	),
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
	core: { service: 'dolphin', enabledSetting: 'Accounts_OAuth_Dolphin', urlSetting: 'Accounts_OAuth_Dolphin_URL' },
};
