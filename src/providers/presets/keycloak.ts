import type { Preset } from '../definition';
import { openid } from '../openid';

/** https://www.keycloak.org/securing-apps/oidc-layers */
export const keycloak: Preset = {
	id: 'keycloak',
	name: 'Keycloak',
	traits: openid,
	button: { color: '#008AAA', textColor: '#FFFFFF' },
};
