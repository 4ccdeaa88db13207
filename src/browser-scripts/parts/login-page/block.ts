import type { LoginButton, LoginPageData } from '../../data';
import { pageAfter, startUrl } from './address';
import { guarded } from './guarded';
import { recall } from '../memory';
import { hasRoomForPopup, popupFeatures, watchPopup } from './popup';
import { mayGoStraight, noteStraight } from './straight';
import { newElement, setStyles } from './styles';
import { systemBrowser } from './systemBrowser';

/** The app's part of the form: "or", the buttons, and a line that says what became of a popup. */
export interface Block {
	readonly element: HTMLElement;
	/**
	 * @param hasOr whether "or" is above the buttons
	 * @param followsButtons whether core's own buttons are right above
	 */
	arrange(hasOr: boolean, followsButtons: boolean): void;
	/** Leads on to the provider that the admin wants, where that may be without a click. */
	goStraight(): void;
	/** Should a later Rocket.Chat drop the class names that its buttons have today, ours still look like buttons. */
	styleWithoutFuselage(): void;
}

export function newBlock({ providers, texts, lang, dir, homePath, straightTo }: LoginPageData): Block {
	/** Each sets the address of a link, which depends on the page of the client. */
	const links: (() => void)[] = [];
	const divider = newDivider(texts.or);
	const group = newElement('div', {});
	group.className = 'rcx-button-group rcx-button-group--vertical rcx-button-group--stretch';
	group.setAttribute('role', 'group');
	group.setAttribute('aria-label', texts.group);
	providers.forEach((provider) => group.appendChild(newButton(provider)));
	const status = newElement('p', { margin: '0', 'text-align': 'center', 'font-size': '14px' });
	status.setAttribute('role', 'status');
	const popupButtons = newElement('p', { display: 'none', margin: '8px 0 0', 'text-align': 'center' });
	const element = newElement('div', { width: '100%' });
	element.lang = lang;
	element.dir = dir;
	[divider, group, status, popupButtons].forEach((part) => element.appendChild(part));
	return {
		element,
		arrange: (hasOr, followsButtons) => {
			divider.style.display = hasOr ? 'flex' : 'none';
			group.style.marginTop = followsButtons ? '8px' : '0';
			links.forEach((renew) => renew());
		},
		goStraight: () => {
			const provider = providers.find(({ id }) => id === straightTo);
			// In a sub-folder the client's session has another name, so that a sign-out could not be told.
			if (!provider || homePath !== '/home' || systemBrowser(element.closest('form')) || !mayGoStraight()) return;
			if (!noteStraight()) return;
			say(texts.straight);
			window.location.assign(url(provider, 'redirect'));
		},
		styleWithoutFuselage: () => {
			if (window.getComputedStyle(group).display !== 'flex') styleAlone(group, providers);
		},
	};

	function newButton(provider: LoginButton): HTMLElement {
		const inPopup = provider.style === 'popup' || (provider.style === 'default' && hasRoomForPopup());
		const button = inPopup ? newPopupButton() : newLink(provider);
		button.addEventListener('click', (event) =>
			guarded(() => {
				const isElsewhere = signInBySystemBrowser(provider);
				if (isElsewhere) event.preventDefault();
				else if (inPopup) signInByPopup(provider);
			})(),
		);
		dress(button, provider);
		if (providers.length > 1 && recall('localStorage', 'last') === provider.id) markUsed(button, texts.usedLast);
		return button;
	}

	function newPopupButton(): HTMLButtonElement {
		const button = document.createElement('button');
		button.type = 'button';
		return button;
	}

	function newLink(provider: LoginButton): HTMLElement {
		const link = document.createElement('a');
		const renew = (): void => {
			link.href = url(provider, 'redirect');
		};
		renew();
		links.push(renew);
		// Rocket.Chat's client takes a click on any other link of this workspace for a page of its own.
		link.rel = 'external';
		return link;
	}

	function signInByPopup(provider: LoginButton): void {
		say('');
		const popup = window.open(url(provider, 'popup'), 'oauth-login', popupFeatures(window));
		if (!popup || popup.closed) {
			say(texts.popupBlocked);
			window.location.assign(url(provider, 'redirect'));
			return;
		}
		popup.focus();
		say(texts.popupOpen);
		offerPopup(popup);
		watchPopup(popup, () => {
			offerPopup(null);
			say(texts.unfinished);
		});
	}

	/** Brings the popup back from behind another window, or closes it. */
	function offerPopup(popup: Window | null): void {
		popupButtons.textContent = '';
		popupButtons.style.display = popup ? 'block' : 'none';
		if (!popup) return;
		const offer = (text: string, act: () => void): void => {
			const button = newPopupButton();
			button.className = 'rcx-box rcx-box--full rcx-button rcx-button--small';
			button.textContent = text;
			setStyles(button, { margin: '0 4px' });
			button.addEventListener('click', guarded(act));
			popupButtons.appendChild(button);
		};
		offer(texts.showWindow, () => popup.focus());
		offer(texts.cancel, () => popup.close());
	}

	/**
	 * The desktop client gets the session from the page where the sign-in ends. Not in a sub-folder, where that page forgets
	 * for whom it is.
	 *
	 * @returns whether there is such a way
	 */
	function signInBySystemBrowser({ href }: LoginButton): boolean {
		const open = systemBrowser(element.closest('form'));
		if (!open || homePath !== '/home') return false;
		open(window.location.origin + startUrl(href, 'redirect', `${homePath}?loginClient=desktop`));
		say(texts.inBrowser);
		return true;
	}

	function url({ href }: LoginButton, style: 'popup' | 'redirect'): string {
		return startUrl(href, style, pageAfter(window.location, homePath));
	}

	function say(text: string): void {
		if (status.textContent !== text) {
			status.textContent = text;
			status.style.marginTop = text ? '16px' : '0';
		}
	}
}

/** With the class names of core's own buttons. */
function dress(button: HTMLElement, { title, label, color, labelColor, icon }: LoginButton): void {
	button.className = 'rcx-box rcx-box--full rcx-button rcx-button-group__item';
	button.title = title;
	setStyles(button, { 'text-align': 'center', 'text-decoration': 'none', 'line-height': '20px' });
	if (color && labelColor) {
		setStyles(button, { 'background-color': color, 'border-color': color, color: labelColor });
	}
	const content = newElement('span', { 'white-space': 'normal' });
	content.className = 'rcx-button--content';
	if (icon) {
		const image = document.createElement('img');
		image.src = icon;
		image.alt = '';
		setStyles(image, { width: '20px', height: '20px', 'margin-inline-end': '8px', 'vertical-align': 'top' });
		// In forced colours, too, a mark is to be on the colour that it was drawn for.
		if (color) setStyles(image, { 'background-color': color, 'forced-color-adjust': 'none' });
		content.appendChild(image);
	}
	content.appendChild(document.createTextNode(label));
	button.appendChild(content);
}

/** A word behind the label: it is a part of the button's name. */
function markUsed(button: HTMLElement, text: string): void {
	const mark = newElement('span', {
		...{ 'margin-inline-start': '8px', padding: '0 6px', border: '1px solid', 'border-radius': '4px' },
		...{ display: 'inline-block', 'font-size': '12px', 'line-height': '18px' },
	});
	mark.textContent = text;
	button.firstChild!.appendChild(document.createTextNode(' '));
	button.firstChild!.appendChild(mark);
}

function styleAlone(group: HTMLElement, providers: readonly LoginButton[]): void {
	setStyles(group, { display: 'flex', 'flex-direction': 'column', gap: '8px' });
	Array.from(group.children).forEach((button, index) => {
		const provider = providers[index];
		const color = (provider && provider.color) || '#e4e7ea';
		setStyles(button as HTMLElement, {
			display: 'block',
			'box-sizing': 'border-box',
			width: '100%',
			padding: '9px 14px',
			border: `1px solid ${color}`,
			'border-radius': '4px',
			background: color,
			color: (provider && provider.labelColor) || '#1f2329',
			font: '500 14px/20px Inter, system-ui, sans-serif',
			cursor: 'pointer',
		});
	});
}

/** "or" between two lines, like core's. */
function newDivider(or: string): HTMLElement {
	const element = newElement('div', {
		'align-items': 'center',
		gap: '8px',
		margin: '32px 0',
		'font-size': '12px',
		'font-weight': '700',
		'line-height': '16px',
	});
	element.setAttribute('role', 'separator');
	element.setAttribute('aria-label', or);
	// Of the text's own color: seen on a light page and on a dark one.
	const newBar = (): HTMLElement =>
		newElement('span', { flex: '1', height: '2px', background: 'currentColor', opacity: '.15' });
	const word = newElement('span', {});
	word.textContent = or;
	[newBar(), word, newBar()].forEach((part) => element.appendChild(part));
	return element;
}
