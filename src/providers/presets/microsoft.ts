import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/**
 * Microsoft Entra ID (Azure AD, Office 365), by the issuer of one tenant.
 * https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc,
 * https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
 */
export const microsoft: Preset = {
	id: 'microsoft',
	name: 'Microsoft Entra ID',
	traits: {
		...openid,
		claims: {
			...openid.claims,
			username: 'preferred_username|upn|email',
			// "E-mail domain owner verified": without it, the admin of any tenant may write any address into an account.
			emailVerified: 'xms_edov',
			// App roles; groups come as ids, and not at all for people who are in too many (`identity/elsewhere.ts`).
			roles: 'roles',
		},
		emailTrust: 'claim',
	},
	button: { color: '#2F2F2F', textColor: '#FFFFFF' },
};
