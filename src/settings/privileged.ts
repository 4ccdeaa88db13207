import { choice, flag } from '../controls/control';
import type { Setting } from '../controls/setting';
import { setting } from '../controls/setting';
import { names } from '../controls/textControls';

/** Whether people whose account was deleted may sign up again. */
export const recreateDeleted: Setting<boolean> = setting('Accounts_recreate_deleted', flag, {
	section: 'section_session',
	label: 'recreate_deleted',
	dangerous: true,
});

/** How people with a privileged role get in: core asks nobody for a second factor who comes from a provider. */
export const privilegedLogin: Setting<'trust' | 'second_factor' | 'refuse'> = setting(
	'Accounts_privileged_login',
	choice({ trust: 'choice_trust', second_factor: 'choice_second_factor', refuse: 'choice_refuse' }, 'trust'),
	{ section: 'section_session', label: 'privileged_login' },
);

/** Roles that make an account privileged, besides `admin`. */
export const privilegedRoles: Setting<readonly string[]> = setting('Accounts_privileged_roles', names, {
	section: 'section_session',
	label: 'privileged_roles',
});

/** Values of `acr` that stand for a second factor at the provider. */
export const secondFactorAcr: Setting<readonly string[]> = setting('Accounts_second_factor_acr', names, {
	section: 'section_session',
	label: 'second_factor_acr',
});
