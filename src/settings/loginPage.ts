import { checkText, flag } from '../controls/control';
import type { Control } from '../controls/control';
import type { Setting, SettingContext } from '../controls/setting';
import { setting } from '../controls/setting';
import { anyText } from '../controls/textControls';
import { text } from '../values/parse';

/** A link to the list of providers, for browsers in which the buttons do not appear. */
export const loginPageLinks: Setting<boolean> = setting('Login_page_links', flag, {
	section: 'section_session',
	label: 'login_page_links',
});

export const hidePasswordForm: Setting<boolean> = setting('Login_page_hide_password_form', flag, {
	section: 'section_session',
	label: 'hide_password_form',
});

const providerId: Control<string, SettingContext> = {
	...anyText,
	check: checkText((value, { providers }) =>
		providers.includes(value.toLowerCase()) ? undefined : { key: 'provider', detail: value },
	),
	read: (stored) => text(stored).toLowerCase(),
};

/** The provider that the login page opens without a click; '' for none. */
export const straightTo: Setting<string> = setting('Login_page_straight_to', providerId, {
	section: 'section_session',
	label: 'straight_to',
});
