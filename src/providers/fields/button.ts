import { choice, integer, onUnless } from '../../controls/control';
import type { Control } from '../../controls/control';
import { color, line, picture } from '../../controls/textControls';
import { field } from './field';

const shownOrHidden = onUnless('hidden', { shown: 'choice_shown', hidden: 'choice_hidden' });

/** Core's own switch is a boolean. */
const visibility: Control<boolean> = {
	...shownOrHidden,
	check: (value, context) => (typeof value === 'boolean' ? undefined : shownOrHidden.check(value, context)),
};

/** How people get to the provider: in the section of every provider, and on `Provider` itself. */
export const loginFields = {
	/** `default`: a popup where there is room for one and a mouse, which only the login page knows. */
	loginStyle: field(
		'login_style',
		choice({ default: 'choice_automatic', popup: 'choice_popup', redirect: 'choice_redirect' }, 'default'),
	),
};

/** The look of the button: in the section of every provider. */
export const buttonFields = {
	showButton: field('show_button', visibility),
	/** Smaller numbers first, then by name. */
	order: field('button_order', integer),
	buttonText: field('button_label_text', line, { label: 'button_text' }),
	buttonTextColor: field('button_label_color', color, { label: 'button_text_color' }),
	buttonColor: field('button_color', color),
	picture: field('button_icon', picture),
};
