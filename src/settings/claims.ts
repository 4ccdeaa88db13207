import type { ClaimMap } from '../identity/claimMap';
import type { Separator } from '../identity/listItems';
import type { EmailTrust } from '../identity/verifiedAddress';
import type { FieldValues } from '../providers/fields/fields';
import { readSyncRules } from './sync';

/** Where in the provider's answer the person is: the admin's fields, else what the preset says. */
export const claimsOf = (preset: ClaimMap, values: FieldValues): ClaimMap => ({
	...preset,
	subject: values.subjectField || preset.subject,
	...listClaims(preset, values),
	username: values.usernameField || preset.username,
	...addressClaims(preset, values),
	name: values.nameField || preset.name,
	avatar: values.avatarField || preset.avatar,
});

/** The preset's flag is about the address in the preset's own claim: about one from elsewhere it says nothing. */
function addressClaims(preset: ClaimMap, { emailField, emailVerifiedField }: FieldValues): Partial<ClaimMap> {
	const email = emailField || preset.email;
	const emailVerified = emailVerifiedField || (email === preset.email ? preset.emailVerified : undefined);
	return { email, emailVerified, presetEmail: preset.email, presetEmailVerified: preset.emailVerified };
}

/** "Never" is what a preset says of a provider that has no flag; a flag that the admin names is one. */
export function emailTrustOf(preset: EmailTrust, { trustEmail, emailVerifiedField }: FieldValues): EmailTrust {
	if (trustEmail) return 'trusted';
	return preset === 'never' && emailVerifiedField ? 'claim' : preset;
}

/**
 * Where groups and roles come from. A claim that nothing depends on is not read: it could cost a call to the provider.
 */
export function listClaims(
	{ groups, roles }: Pick<ClaimMap, 'groups' | 'roles'>,
	values: FieldValues,
): Pick<ClaimMap, 'groups' | 'roles'> {
	const syncRules = readSyncRules(values);
	const groupsClaim = values.groupsClaim || groups;
	return {
		groups: syncRules.rooms || values.onlyGroups.length > 0 ? groupsClaim : '',
		roles: syncRules.roles ? values.rolesClaim || roles || groupsClaim : '',
	};
}

const separators: Readonly<Record<string, Separator>> = { comma: ',', semicolon: ';', space: ' ', json: 'json' };

export const separatorOf = ({
	groupsSeparator = 'none',
}: Pick<FieldValues, 'groupsSeparator'>): Separator | undefined => separators[groupsSeparator];
