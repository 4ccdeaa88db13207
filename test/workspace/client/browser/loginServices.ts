import { element } from './dom';
import { get } from './rest';

/** A row of `GET /api/v1/service.configurations`, as far as its button needs it. */
export interface LoginService {
	readonly service: string;
	readonly buttonLabelText?: string;
	readonly buttonLabelColor?: string;
	readonly buttonColor?: string;
	readonly showButton?: boolean;
}

/** The services that have a button, in core's order. None where the server does not tell. */
export async function loadLoginServices(): Promise<readonly LoginService[]> {
	const { configurations } = await get<{ configurations: readonly LoginService[] }>(
		'/api/v1/service.configurations',
	).catch(() => ({ configurations: [] }));
	return configurations
		.filter(({ showButton }) => showButton !== false)
		.sort((one, other) => one.service.localeCompare(other.service));
}

export function divider(): HTMLElement {
	return element(
		'div',
		{ class: 'rcx-message-divider', role: 'separator' },
		element('div', { class: 'rcx-message-divider__bar' }),
		element('div', { class: 'rcx-message-divider__wrapper' }, 'or'),
		element('div', { class: 'rcx-message-divider__bar' }),
	);
}

/** @param open what a service's button does */
export function serviceButtons(services: readonly LoginService[], open: (service: LoginService) => void): HTMLElement {
	return element(
		'div',
		{
			class:
				'rcx-button-group rcx-button-group--align-start rcx-button-group--stretch rcx-button-group--vertical ' +
				'rcx-button-group--small',
			role: 'group',
		},
		...services.map((service) => serviceButton(service, () => open(service))),
	);
}

function serviceButton(service: LoginService, open: () => void): HTMLElement {
	const title = service.service.charAt(0).toUpperCase() + service.service.slice(1);
	const { buttonLabelText, buttonLabelColor, buttonColor } = service;
	const button = element(
		'button',
		{ class: 'rcx-box rcx-box--full rcx-button rcx-button-group__item', type: 'button' },
		element('span', { class: 'rcx-button--content' }, buttonLabelText || `Sign in with ${title}`),
	);
	if (buttonLabelText && buttonLabelText !== title) button.title = title;
	button.style.color = buttonLabelColor ?? '';
	button.style.backgroundColor = buttonColor ?? '';
	button.addEventListener('click', open);
	return button;
}
