import { account, button, colors, login, section } from '../fields/section';
import type { ProviderDefinition } from '../definition/definition';
import { standardClaims } from '../definition/openid';

/** https://developer.apple.com/documentation/signinwithapplerestapi */
export const apple: ProviderDefinition = {
	id: 'apple',
	name: 'Apple',
	fields: section(
		'Accounts_OAuth_Apple_',
		[
			...(['enabled', 'clientId', 'privateKey', 'teamId', 'keyId', 'callbackUrl'] as const),
			...account,
			'eventActions',
			...login,
			'issuer',
			...button,
		],
		{
			...colors('#000000'),
			clientId: { label: 'apple_services_id' },
			issuer: { id: 'Accounts_OAuth_Apple_server_url', value: 'https://appleid.apple.com', label: 'apple_server' },
		},
	),
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
			// A private relay address is random to the left of the `@`: anyone who hides theirs is called by their name.
			username: '{{/^([^@]+)@(?!privaterelay\\.appleid\\.com$)/::email}}',
		},
		emailTrust: 'claim',
	},
	nativeSwitch: 'Accounts_OAuth_Apple',
};
