import type { Preset } from '../definition/definition';
import { openid } from '../definition/openid';

/**
 * https://www.keycloak.org/securing-apps/oidc-layers. The roles of a realm are where its own mapper puts them, once that
 * is told to add them to the ID token: https://www.keycloak.org/docs/latest/server_admin/#_protocol-mappers
 */
export const keycloak: Preset = {
	id: 'keycloak',
	name: 'Keycloak',
	traits: { ...openid, claims: { ...openid.claims, roles: 'realm_access.roles' } },
	button: { color: '#008AAA', textColor: '#FFFFFF' },
};
