import type { Preset } from '../definition/definition';
import { standardClaims } from '../definition/openid';

/**
 * https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2,
 * https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow
 *
 * By its userinfo endpoint, not by the id_token, since LinkedIn leaves the nonce out of it.
 */
export const linkedin: Preset = {
	id: 'linkedin',
	name: 'LinkedIn',
	traits: {
		protocol: 'oauth2',
		// Its issuer: with an id_token, people would stay who they are.
		url: 'https://www.linkedin.com/oauth',
		authorizePath: '/v2/authorization',
		tokenPath: '/v2/accessToken',
		identityPath: 'https://api.linkedin.com/v2/userinfo',
		scope: 'openid profile email',
		secretSentVia: 'payload',
		// PKCE is for native applications there: a client with a secret that sends a verifier too is not let in.
		withoutPkce: true,
		tokenQuirks: { tokenTypeOmitted: true },
		claims: { ...standardClaims, username: '' },
		emailTrust: 'claim',
	},
	button: { color: '#0A66C2', textColor: '#FFFFFF' },
};
