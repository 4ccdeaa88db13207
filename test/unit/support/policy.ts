import type { Policy, Registration } from '../../../src/accounts/policy';
import type { AccountRules } from '../../../src/settings/accountRules';
import { accountRules } from '../../../src/settings/accountRules';

/** What an admin who has changed nothing allows. */
export const defaultRules: AccountRules = accountRules({});

/** Nobody is asked to sign in to an account of theirs: what can't be decided is refused. */
export const withoutLinking: AccountRules = { ...defaultRules, mayLink: false };

export const openPolicy: Policy = {
	...defaultRules,
	recreateDeleted: false,
	privilegedRoles: ['admin'],
	privileged: 'trust',
	acrWithSecondFactor: [],
};

/** What core wants of new accounts as it is installed, but for pictures. */
export const openRegistration: Registration = {
	registrationOpen: true,
	approvalRequired: false,
	emailDomains: [],
	usernameRules: { pattern: '[0-9a-zA-Z-_.]+', slugify: true, blocked: [] },
	avatars: false,
};
