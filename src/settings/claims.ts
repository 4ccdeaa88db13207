import type { ClaimMap } from '../identity/claimMap';
import type { Separator } from '../identity/listItems';
import type { FieldValues } from '../providers/fields/fields';
import { readInStep } from './sync';

/** Where in the provider's answer the person is: the admin's fields, else what the preset says. */
export const claimsOf = (preset: ClaimMap, values: FieldValues): ClaimMap => ({
	...preset,
	...listClaims(preset, values),
	username: values.usernameField || preset.username,
	email: values.emailField || preset.email,
	name: values.nameField || preset.name,
	avatar: values.avatarField || preset.avatar,
});

/**
 * Where groups and roles come from. A claim that nothing depends on is not read: it could cost a call to the provider.
 */
export function listClaims(
	{ groups, roles }: Pick<ClaimMap, 'groups' | 'roles'>,
	values: FieldValues,
): Pick<ClaimMap, 'groups' | 'roles'> {
	const inStep = readInStep(values);
	const groupsClaim = values.groupsClaim || groups;
	return {
		groups: inStep.rooms || values.onlyGroups.length > 0 ? groupsClaim : '',
		roles: inStep.roles ? values.rolesClaim || roles || groupsClaim : '',
	};
}

const separators: Readonly<Record<string, Separator>> = { comma: ',', semicolon: ';', space: ' ' };

export const separatorOf = ({
	groupsSeparator = 'none',
}: Pick<FieldValues, 'groupsSeparator'>): Separator | undefined => separators[groupsSeparator];
