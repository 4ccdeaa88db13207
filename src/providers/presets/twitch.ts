import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/** https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/ */
export const twitch: Preset = {
	id: 'twitch',
	name: 'Twitch',
	traits: {
		...openid,
		issuer: 'https://id.twitch.tv/oauth2',
		scope: 'openid user:read:email',
		secretSentVia: 'payload',
		// Of these, a scope alone brings nothing.
		extraParameters: {
			claims: '{"id_token":{"email":null,"email_verified":null,"picture":null,"preferred_username":null}}',
		},
		claims: { ...openid.claims, name: 'preferred_username' },
	},
	button: { color: '#9146FF', textColor: '#FFFFFF' },
};
