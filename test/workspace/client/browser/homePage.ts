import type { ClientConfig } from '../publicSettings';
import { element } from './dom';
import type { Session, User } from './session';

/** What a person sees once logged in: enough of core's home and room pages to know who and where one is. */
export function homePage(session: Session, user: User, { settings }: ClientConfig): Node[] {
	const name = user.name || user.username || user._id;
	const room = location.pathname.match(/^\/channel\/([^/]+)/)?.[1];
	const heading = room ? `#${decodeURIComponent(room)}` : 'Home';
	document.title = `${heading} - ${settings.Site_Name}`;

	const logout = element(
		'button',
		{ class: 'rcx-box rcx-box--full rcx-button rcx-button--small', type: 'button' },
		element('span', { class: 'rcx-button--content' }, 'Logout'),
	);
	logout.addEventListener('click', () => void session.logout());

	const sidebar = element(
		'nav',
		{ class: 'rcx-box rcx-box--full rcx-sidebar', 'aria-label': 'Sidebar' },
		element('div', { class: 'rcx-sidebar__workspace' }, settings.Site_Name),
		element(
			'ul',
			{ class: 'rcx-sidebar__items' },
			sidebarItem('/home', 'Home'),
			sidebarItem('/channel/general', '#general'),
		),
		element(
			'div',
			{ class: 'rcx-sidebar__user' },
			element('span', { class: 'rcx-avatar', 'aria-hidden': 'true' }, initials(name)),
			element(
				'div',
				{ class: 'rcx-sidebar__names' },
				element('div', { class: 'rcx-sidebar__name' }, name),
				element('div', { class: 'rcx-sidebar__username' }, `@${user.username ?? ''}`),
			),
			logout,
		),
	);
	const main = element(
		'main',
		{ class: 'rcx-box rcx-box--full rcx-page', id: 'main-content' },
		element('header', { class: 'rcx-page__header' }, element('h1', {}, heading)),
		element(
			'div',
			{ class: 'rcx-page__content' },
			element('h2', {}, `Welcome ${name}`),
			element('p', {}, `You are logged in to ${settings.Site_Name}.`),
		),
	);
	return [element('div', { class: 'home' }, sidebar, main)];
}

function sidebarItem(path: string, label: string): HTMLElement {
	const link = element('a', { class: 'rcx-sidebar__item', href: path }, label);
	if (location.pathname === path) link.setAttribute('aria-current', 'page');
	return element('li', {}, link);
}

/** Up to two letters: `Ada Lovelace` -> `AL`. */
function initials(name: string): string {
	const words = name.split(/[\s._-]+/).filter(Boolean);
	return words
		.slice(0, 2)
		.map((word) => [...word][0]?.toUpperCase())
		.join('');
}
