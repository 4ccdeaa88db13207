import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/** https://docs.goauthentik.io/add-secure-apps/providers/oauth2/ */
export const authentik: Preset = {
	id: 'authentik',
	name: 'authentik',
	// The groups come with the scope `profile`.
	traits: openid,
	button: { color: '#FD4B2D', textColor: '#FFFFFF' },
};
