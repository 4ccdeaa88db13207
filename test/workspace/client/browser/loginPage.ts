import type { ClientConfig } from '../publicSettings';
import { element } from './dom';
import { LoginForm } from './loginForm';
import type { Session } from './session';
import { loginTerms } from './terms';

/** What core's client shows to anyone who is not logged in, whatever the route. */
export function loginPage(session: Session, config: ClientConfig): Node[] {
	const { settings } = config;
	const form = new LoginForm(session, config, firstForm(config));
	const column = element(
		'div',
		{ class: 'rcx-box rcx-box--full login-page__column' },
		element('div', { class: 'rcx-box rcx-box--full login-page__logo' }, 'rocket.chat'),
		element(
			'h1',
			{ class: 'rcx-box rcx-box--full login-page__title' },
			element('span', { id: 'welcomeTitle' }, `Welcome to ${settings.Site_Name} workspace`),
		),
		element(
			'div',
			{ class: 'rcx-box rcx-box--full login-page__powered-by' },
			'Powered by ',
			element('a', { href: 'https://rocket.chat/', target: '_blank', rel: 'noopener noreferrer' }, 'Rocket.Chat'),
		),
		form.root,
		loginTerms(settings.Layout_Login_Terms),
	);
	const main = element(
		'main',
		{ class: 'rcx-box rcx-box--full login-page', id: 'main-content' },
		element('div', { class: 'rcx-box rcx-box--full' }, element('div', { class: 'rcx-box rcx-box--full' }, column)),
	);
	return config.line === 6 ? [main] : [skipLink(), main];
}

/** Who follows an invitation is taken for new, unless nobody may register. */
function firstForm({ settings }: ClientConfig): 'register' | 'login' {
	const invited = location.pathname.startsWith('/invite/') && settings.Accounts_RegistrationForm !== 'Disabled';
	return location.pathname === '/register' || invited ? 'register' : 'login';
}

function skipLink(): HTMLElement {
	return element(
		'div',
		{ class: 'skip-link' },
		element('a', { href: `${location.pathname}${location.search}#main-content` }, 'Skip to main content'),
	);
}
