import type { Claims } from '../oauth/claims';
import { isJsonObject } from '../values/json';
import type { Template } from './template';
import { pathsOf } from './template';

/**
 * Whether a claim is left out because it is elsewhere (OpenID Connect Core §5.6.2, "distributed claims"). Entra ID
 * does so with the groups of people who are in more than 200, and says no more than `hasgroups` where even the name of
 * the place would be too long.
 * https://learn.microsoft.com/en-us/security/zero-trust/develop/configure-tokens-group-claims-app-roles
 */
export function isElsewhere(template: Template, { _claim_names: names, hasgroups }: Claims): boolean {
	const elsewhere = new Set(isJsonObject(names) ? Object.keys(names) : []);
	if (hasgroups === true || hasgroups === 'true') elsewhere.add('groups');
	return pathsOf(template).some((path) => elsewhere.has(path.join('.')) || elsewhere.has(path[0]!));
}
