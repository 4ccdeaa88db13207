import { flag } from '../controls/control';
import type { Setting } from '../controls/setting';
import { setting } from '../controls/setting';

/** A link to the list of providers, for browsers in which the buttons do not appear. */
export const loginPageLinks: Setting<boolean> = setting('Login_page_links', flag, {
	section: 'section_session',
	label: 'login_page_links',
});

export const hidePasswordForm: Setting<boolean> = setting('Login_page_hide_password_form', flag, {
	section: 'section_session',
	label: 'hide_password_form',
});
