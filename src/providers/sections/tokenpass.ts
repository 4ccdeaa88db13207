import { account, button, colors, login, section } from '../fields/section';
import type { ProviderDefinition } from '../definition/definition';

/** With the paths, the scope and the ways of core's Tokenpass login (`app/tokenpass/server/lib.ts`, up to 7.x). */
export const tokenpass: ProviderDefinition = {
	id: 'tokenpass',
	name: 'Tokenpass',
	fields: section(
		'Accounts_OAuth_Tokenpass_',
		[
			'enabled',
			'url',
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
		{ ...colors('#1D74F5'), url: { id: 'API_Tokenpass_URL' } },
	),
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
	core: { service: 'tokenpass', enabledSetting: 'Accounts_OAuth_Tokenpass', urlSetting: 'API_Tokenpass_URL' },
};
