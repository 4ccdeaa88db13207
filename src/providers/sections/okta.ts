import { account, button, colors, login, section, sync } from '../fields/section';
import { openid } from '../definition/openid';
import type { ProviderDefinition } from '../definition/definition';

/** Okta, org and custom authorization servers. https://developer.okta.com/docs/reference/api/oidc/ */
export const okta: ProviderDefinition = {
	id: 'okta',
	name: 'Okta',
	fields: section(
		'Accounts_OAuth_Okta_',
		[
			'enabled',
			'issuer',
			'clientId',
			'clientSecret',
			'callbackUrl',
			'scope',
			'tokenSentVia',
			'groupsClaim',
			...account,
			...sync,
			'signOut',
			'eventActions',
			...login,
			...button,
		],
		{
			...colors('#00297A'),
			issuer: { label: 'okta_issuer' },
			clientId: { hint: 'okta_client_id_hint' },
			scope: { value: 'openid profile email' },
		},
	),
	traits: openid,
};
