import type { FormKey, TextKey } from '../../texts/texts';
import { accountFields } from './accounts';
import { buttonFields, loginFields } from './button';
import type { FieldRole } from './fields';
import { fields, rolesOf } from './fields';
import { profileFields, syncFields } from './sync';

/** A field in the section of one provider. Its declaration is `fields[role]`. */
export interface Field extends Oddity {
	readonly role: FieldRole;
	readonly id: string;
}

/** What differs from the declaration. */
interface Oddity {
	/** What core called the setting. */
	readonly id?: string;
	/** What counts until the admin fills in something. */
	readonly value?: string;
	/** i18n keys. */
	readonly label?: TextKey;
	readonly hint?: FormKey;
}

export type Oddities = Partial<Record<FieldRole, Oddity>>;

/** The fields about accounts, profiles and sessions, which every provider has. */
export const account: readonly FieldRole[] = [...rolesOf(accountFields), ...rolesOf(profileFields), 'sessionHours'];
export const sync: readonly FieldRole[] = rolesOf(syncFields);
export const login: readonly FieldRole[] = rolesOf(loginFields);
export const button: readonly FieldRole[] = rolesOf(buttonFields);

/**
 * The section of a provider.
 *
 * @param prefix of the setting ids, with what separates it from the suffix: `Accounts_OAuth_Okta_`
 * @param roles in the order in which the admin sees them
 */
export function section(prefix: string, roles: readonly FieldRole[], oddities: Oddities = {}): Field[] {
	return roles.map((role) => {
		const { suffix } = fields[role];
		const id = suffix === '' ? prefix.slice(0, -1) : prefix + suffix;
		return { role, id, ...oddities[role] };
	});
}

/** The defaults of a button whose colors are those of the brand. */
export const colors = (background: string): Oddities => ({
	buttonTextColor: { value: '#FFFFFF' },
	buttonColor: { value: background },
});
