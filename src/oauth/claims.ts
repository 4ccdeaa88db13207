import type { JsonObject } from '../values/json';

/**
 * What a provider says about a person, as parsed: claims of an ID token, of UserInfo, or the members of a plain
 * OAuth 2.0 identity document. Nothing in it is trusted beyond having come from the provider.
 */
export type Claims = JsonObject;
