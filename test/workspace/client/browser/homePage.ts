import type { ClientConfig } from '../publicSettings';
import { element } from './dom';
import type { Message } from './messages';
import { messageList } from './messages';
import { get } from './rest';
import type { Session, User } from './session';

const headings: Readonly<Record<string, (place: string) => string>> = {
	channel: (name) => `#${name}`,
	direct: () => 'Direct message',
	// What becomes of the invitation is not imitated.
	invite: (token) => `Invitation ${token}`,
};

/** What a person sees once logged in: enough of core's home and room pages to know who and where one is. */
export function homePage(session: Session, user: User, { settings }: ClientConfig): Node[] {
	const name = user.name || user.username || user._id;
	const [kind, place] = location.pathname.split('/').slice(1).map(decodeURIComponent);
	const heading = headings[kind ?? '']?.(place ?? '') ?? 'Home';
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
	const messages = element('div', {});
	void showMessages(messages, session, kind, place);
	const main = element(
		'main',
		{ class: 'rcx-box rcx-box--full rcx-page', id: 'main-content' },
		element('header', { class: 'rcx-page__header' }, element('h1', {}, heading)),
		element(
			'div',
			{ class: 'rcx-page__content' },
			element('h2', {}, `Welcome ${name}`),
			element('p', {}, `You are logged in to ${settings.Site_Name}.`),
			messages,
		),
	);
	// An embedded client has no sidebar.
	if (new URLSearchParams(location.search).get('layout') === 'embedded')
		return [element('div', { class: 'home' }, main)];
	return [element('div', { class: 'home' }, sidebar, main)];
}

/** The messages of the room that the address names, oldest first. */
async function showMessages(into: HTMLElement, { credentials }: Session, kind = '', place = ''): Promise<void> {
	const room = encodeURIComponent(place);
	const path = {
		channel: `/api/v1/channels.history?roomName=${room}`,
		direct: `/api/v1/im.messages?roomId=${room}`,
	}[kind];
	if (!path) return;
	const { messages } = await get<{ messages: readonly Message[] }>(path, credentials).catch(() => ({ messages: [] }));
	into.append(messageList([...messages].reverse()));
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
