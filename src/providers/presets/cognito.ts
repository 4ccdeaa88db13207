import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html */
export const cognito: Preset = {
	id: 'cognito',
	name: 'Amazon Cognito',
	traits: {
		...openid,
		claims: { ...openid.claims, groups: 'cognito:groups' },
		// A boolean in the id_token, but a text where the user pool's userInfo endpoint says it.
		emailTrust: 'claim',
		// https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
		logout: { parameters: { client_id: '{{client_id}}', logout_uri: '{{return_url}}' } },
	},
	button: { color: '#DD344C', textColor: '#FFFFFF' },
};
