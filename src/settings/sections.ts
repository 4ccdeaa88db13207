import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import type { FieldRole, ProviderDefinition } from '../providers/definition';

/** How a field of a provider's section looks in the admin's form. */
const controls: Readonly<Record<FieldRole, { type: SettingType; label: string; values?: ISetting['values'] }>> = {
	enabled: { type: SettingType.BOOLEAN, label: 'field_enabled' },
	issuer: { type: SettingType.STRING, label: 'field_issuer' },
	clientId: { type: SettingType.STRING, label: 'field_id' },
	clientSecret: { type: SettingType.PASSWORD, label: 'field_secret' },
	callbackUrl: { type: SettingType.STRING, label: 'field_callback_url' },
	scope: { type: SettingType.STRING, label: 'field_scope' },
	tokenSentVia: {
		type: SettingType.SELECT,
		label: 'field_token_sent_via',
		values: options('token_sent_via', ['automatic', 'header', 'payload']),
	},
	loginStyle: {
		type: SettingType.SELECT,
		label: 'field_login_style',
		values: options('login_style', ['popup', 'redirect']),
	},
	buttonText: { type: SettingType.STRING, label: 'field_button_label_text' },
	buttonTextColor: { type: SettingType.COLOR, label: 'field_button_label_color' },
	buttonColor: { type: SettingType.COLOR, label: 'field_button_color' },
};

function options(name: string, keys: readonly string[]): ISetting['values'] {
	return keys.map((key) => ({ key, i18nLabel: `${name}_${key}` }));
}

/** The section of one provider, in the order of its definition. */
export function providerSection(definition: ProviderDefinition, callbackUrl: string): ISetting[] {
	return definition.fields.map(({ role, id, value }) => {
		const { type, label, values } = controls[role];
		return {
			...{ id, type, values, required: false, public: false, section: `section_${definition.id}` },
			packageValue: role === 'callbackUrl' ? callbackUrl : (value ?? emptyValue(type)),
			i18nLabel: label,
			i18nDescription: `${label}_description`,
		};
	});
}

/** The admin's form shows a switch that was turned off as its default: one that is on could never be seen off. */
const emptyValue = (type: SettingType): unknown => (type === SettingType.BOOLEAN ? false : '');

/** What concerns every provider. */
export const workspaceSection: readonly ISetting[] = [
	setting('Session_internal_url', SettingType.STRING),
	setting('Session_cas_url', SettingType.STRING),
	setting('Accounts_recreate_deleted', SettingType.BOOLEAN),
	setting('Login_page_links', SettingType.BOOLEAN),
];

function setting(id: string, type: SettingType): ISetting {
	return {
		id,
		type,
		packageValue: emptyValue(type),
		required: false,
		public: false,
		section: 'section_session',
		i18nLabel: id,
		i18nDescription: `${id}_description`,
	};
}
