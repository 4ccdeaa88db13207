import type { Control, Values } from '../../controls/control';
import { checkText, choice, flag, onUnless } from '../../controls/control';
import { line } from '../../controls/textControls';
import { listItems } from '../../identity/listItems';
import { list, text } from '../../values/parse';
import { field } from './field';

const yesOrNo = onUnless('no', { yes: 'choice_yes', no: 'choice_no' });

/** In lower case, without the `@` that some write before them. */
const domains: Control<readonly string[]> = {
	...line,
	check: checkText((value) => {
		const detail = list(value).find((domain) => !/^@?(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/i.test(domain));
		return detail === undefined ? undefined : { key: 'domain', detail };
	}),
	read: (stored) => list(stored).map((domain) => domain.toLowerCase().replace(/^@/, '')),
};

/** Separated by commas, or as a JSON array where a name has a comma in it. A list without a name is no group at all. */
const groups: Control<readonly string[]> = {
	...line,
	// Else what can't be read would let everyone in.
	read: (stored) => (text(stored).startsWith('[') ? (listItems(text(stored), 'json') ?? [text(stored)]) : list(stored)),
};

/** What the people of a provider may do here: in the section of every provider, and in `Provider.rules`. */
export const accountFields = {
	/** People without an account get one. */
	mayCreate: field('allow_create', yesOrNo),
	/** People link an account that they have, by signing in to it. */
	mayLink: field('allow_link', yesOrNo),
	/** Core's "Key Field": how {@link accountFields.mergeUsers} finds an account. */
	keyField: field('key_field', choice({ username: 'choice_username', email: 'choice_email' }, 'username')),
	/** Core's "Merge users": an account with the same key is linked without that sign-in, where both sides are verified. */
	mergeUsers: field('merge_users', flag, { dangerous: true }),
	/** Core's "Merge users from distinct services": also one that another provider signs in to already. */
	mergeDistinct: field('merge_users_distinct_services', flag, { label: 'merge_distinct', dangerous: true }),
	/** Only people with a verified address of one of these domains; empty: everyone. */
	onlyDomains: field('email_domains', domains),
	/** Only people in one of these groups; empty: everyone. */
	onlyGroups: field('required_group', groups),
	/** An admin approves who gets an account. */
	approval: field('approval', flag),
};

export type AccountRules = Values<typeof accountFields>;
