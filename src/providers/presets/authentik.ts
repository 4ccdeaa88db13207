import type { Preset } from '../definition';
import { openid } from '../openid';

/** https://docs.goauthentik.io/add-secure-apps/providers/oauth2/ */
export const authentik: Preset = {
	id: 'authentik',
	name: 'authentik',
	// The groups come with the scope `profile`.
	traits: openid,
	button: { color: '#FD4B2D', textColor: '#FFFFFF' },
};
