import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/**
 * https://zitadel.com/docs/apis/openidoauth/endpoints, https://zitadel.com/docs/apis/openidoauth/claims
 *
 * The audience of its tokens is the project: every client in it, and its own id.
 */
export const zitadel: Preset = {
	id: 'zitadel',
	name: 'Zitadel',
	traits: {
		...openid,
		otherAudiences: true,
		claims: { ...openid.claims, groups: 'urn:zitadel:iam:org:project:roles' },
	},
	button: { color: '#000000', textColor: '#FFFFFF' },
};
