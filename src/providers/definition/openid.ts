import type { ClaimMap } from '../../identity/claimMap';
import type { Traits } from '../traits/traits';

/** The standard claims, OpenID Connect Core §5.1. */
export const standardClaims: ClaimMap = {
	subject: 'sub',
	// `upn` and `unique_name` are AD FS's.
	username: 'preferred_username|nickname|username|upn|unique_name',
	name: 'name',
	email: 'email',
	// Google's older answers, and programs in JavaScript, call it otherwise.
	emailVerified: 'email_verified|verified_email|emailVerified',
	avatar: 'picture',
	groups: 'groups',
};

/** Any OpenID Connect provider by its issuer. */
export const openid: Traits = {
	protocol: 'openid',
	scope: 'openid profile email',
	claims: standardClaims,
	emailTrust: 'claim',
};
