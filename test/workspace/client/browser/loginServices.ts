import type { ClientConfig } from '../publicSettings';
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

/** What the desktop client gives to its pages. */
export interface DesktopClient {
	openInBrowser?(url: string): void;
}

/** What of the services has a button in the desktop client. */
const desktopServices = ['saml', 'cas', 'ldap'];

/**
 * What stands below the password form, from top to bottom (LoginServices.tsx): nothing without a service. From 8.7 on, in
 * the desktop client, "Login on web" takes the place of most services.
 *
 * @param open what a service's button does
 */
export function serviceNodes(
	services: readonly LoginService[],
	{
		config,
		desktop,
		open,
	}: { config: ClientConfig; desktop: DesktopClient | undefined; open(service: LoginService): void },
): HTMLElement[] {
	if (services.length === 0) return [];
	const opensBrowser = config.kind === 'vite' && desktop?.openInBrowser !== undefined;
	const shown = services.filter(({ service }) => !opensBrowser || desktopServices.includes(service));
	return [
		...(config.settings.Accounts_ShowFormLogin ? [divider()] : []),
		...(shown.length > 0 ? [serviceButtons(shown, open)] : []),
		...(opensBrowser ? [loginOnWeb(desktop)] : []),
	];
}

function loginOnWeb(desktop: DesktopClient): HTMLElement {
	const button = element(
		'button',
		{ class: 'rcx-box rcx-box--full rcx-button--primary rcx-button', type: 'button', style: 'width: 100%' },
		element('span', { class: 'rcx-button--content' }, 'Login on web'),
	);
	button.addEventListener('click', () => desktop.openInBrowser?.(`${location.href}?loginClient=desktop`));
	return button;
}

function divider(): HTMLElement {
	return element(
		'div',
		{ class: 'rcx-message-divider', role: 'separator' },
		element('div', { class: 'rcx-message-divider__bar' }),
		element('div', { class: 'rcx-message-divider__wrapper' }, 'or'),
		element('div', { class: 'rcx-message-divider__bar' }),
	);
}

function serviceButtons(services: readonly LoginService[], open: (service: LoginService) => void): HTMLElement {
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
