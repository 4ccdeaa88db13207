import { element } from './dom';

/** What the client shows while it waits for a session. */
export function skeleton(): Node[] {
	return [element('div', { class: 'rcx-box rcx-box--full rcx-skeleton', 'aria-busy': 'true' })];
}

/** The catch-all route's page: for anyone, signed in or not. */
export function notFoundPage(): Node[] {
	return page('Page not found', 'There is no such page, or it was moved.');
}

/** One of the pages that the login terms lead to. */
export function legalPage(path: string): Node[] {
	const words = path.slice(1).replaceAll('-', ' ');
	return page(words.charAt(0).toUpperCase() + words.slice(1), 'What the workspace says about it.');
}

function page(title: string, text: string): Node[] {
	document.title = title;
	return [
		element(
			'main',
			{ class: 'rcx-box rcx-box--full rcx-page', id: 'main-content' },
			element('header', { class: 'rcx-page__header' }, element('h1', {}, title)),
			element(
				'div',
				{ class: 'rcx-page__content' },
				element('p', {}, text),
				element('a', { class: 'rcx-box rcx-box--full', href: '/home' }, 'Home'),
			),
		),
	];
}
