import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/** https://docs.slack.dev/authentication/sign-in-with-slack/ */
export const slack: Preset = {
	id: 'slack',
	name: 'Slack',
	traits: {
		...openid,
		issuer: 'https://slack.com',
		// An app with PKCE enabled is a public client at Slack, for good; the nonce does the same here.
		withoutPkce: true,
		// Slack has no preferred_username: the address or the name is all there is to make one of.
		claims: { ...openid.claims, username: '' },
	},
	button: { color: '#4A154B', textColor: '#FFFFFF' },
};
