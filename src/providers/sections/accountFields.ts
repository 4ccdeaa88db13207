import type { Field } from '../definition/definition';

/**
 * The fields by which an admin says what the people of a provider may do here: the same for every provider.
 *
 * @param prefix of the setting ids: `Accounts_OAuth_Okta_`
 */
export const accountFields = (prefix: string): Field[] => [
	{ role: 'allowCreate', id: `${prefix}allow_create`, value: 'yes' },
	{ role: 'allowLink', id: `${prefix}allow_link`, value: 'yes' },
	{ role: 'keyField', id: `${prefix}key_field`, value: 'username' },
	{ role: 'mergeUsers', id: `${prefix}merge_users` },
	{ role: 'mergeUsersDistinctServices', id: `${prefix}merge_users_distinct_services` },
	{ role: 'onlyDomains', id: `${prefix}email_domains` },
	{ role: 'onlyGroups', id: `${prefix}required_group` },
	{ role: 'approval', id: `${prefix}approval` },
	{ role: 'syncProfile', id: `${prefix}sync_profile` },
	{ role: 'overwriteProfile', id: `${prefix}overwrite_profile` },
];
