import type { Values } from '../../controls/control';
import { accountFields } from './accounts';
import { buttonFields, loginFields } from './button';
import { claimFields } from './claims';
import { credentialFields } from './credentials';
import { definitionFields } from './definition';
import type { FieldDeclaration } from './field';
import { offBoardingFields } from './offBoarding';
import { serverFields } from './server';
import { profileFields, syncFields } from './sync';

/** Every field that the section of a provider can have, by its role. */
export const fields = {
	...credentialFields,
	...serverFields,
	...definitionFields,
	...claimFields,
	...accountFields,
	...profileFields,
	...syncFields,
	...offBoardingFields,
	...loginFields,
	...buttonFields,
};

export type FieldRole = keyof typeof fields;

export type FieldValues = Values<typeof fields>;

/** What the admin filled in, by role; a role that a section does not have is not there. */
export type Stored = Readonly<Partial<Record<FieldRole, unknown>>>;

type Family = Readonly<Record<string, Pick<FieldDeclaration<unknown>, 'read'>>>;

/** What the fields of a family say. */
export const valuesOf = <F extends Family>(family: F, stored: Stored): Values<F> =>
	Object.fromEntries(
		Object.entries(family).map(([role, { read }]) => [role, read(stored[role as FieldRole])]),
	) as Values<F>;

export const rolesOf = <F extends Family>(family: F): Array<keyof F> => Object.keys(family);
