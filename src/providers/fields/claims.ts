import { choice, flag } from '../../controls/control';
import { template } from '../../controls/textControls';
import { field } from './field';

/** Where in the provider's answer the person is. An empty field leaves it to the preset. */
export const claimFields = {
	/** Of plain OAuth 2.0; with OpenID Connect it is `sub` (OpenID Connect Core §5.7). */
	subjectField: field('id_field', template),
	usernameField: field('username_field', template),
	emailField: field('email_field', template),
	/** The flag of the address in {@link claimFields.emailField}. */
	emailVerifiedField: field('email_verified_field', template),
	nameField: field('name_field', template),
	avatarField: field('avatar_field', template, { hint: 'template_hint' }),
	trustEmail: field('trust_email_without_claim', flag, { label: 'trust_email', dangerous: true }),
	groupsClaim: field('groups_claim', template),
	rolesClaim: field('roles_claim', template),
	groupsSeparator: field(
		'groups_separator',
		choice({
			none: 'choice_no_separator',
			comma: 'choice_comma',
			semicolon: 'choice_semicolon',
			space: 'choice_space',
			json: 'choice_json',
		}),
	),
};
