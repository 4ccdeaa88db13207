export type LoginButton = {
	readonly id: string;
	/** What stands on the button. */
	readonly label: string;
	/** The provider's name, for the tooltip. */
	readonly title: string;
	/** Path of `login/<provider>`. */
	readonly href: string;
	/** `default`: a popup where there is room for one, else a redirect. */
	readonly style: 'popup' | 'redirect' | 'default';
	readonly color?: string;
	readonly labelColor?: string;
	/** An image as `data:` URL, or a path of this workspace. */
	readonly icon?: string;
};

export type LoginScriptTexts = {
	readonly or: string;
	readonly group: string;
	readonly popupBlocked: string;
	readonly unfinished: string;
};

export type LoginScriptData = {
	readonly providers: readonly LoginButton[];
	readonly texts: LoginScriptTexts;
	/** Path of the workspace's first page. */
	readonly homePath: string;
	/** `fold`: core's own CAS button, which leads to the same providers, is hidden where ours stand. */
	readonly casButton: 'fold' | 'leave';
	/** `hide`: username, password and the button beside them are hidden where ours stand. */
	readonly passwordForm: 'hide' | 'leave';
};

/**
 * Runs in the browser (see callInBrowser), on a page that belongs to React and to other scripts: it stays out of React's
 * nodes, comes back when React drops its own, and none of its faults gets out.
 */
export function putButtons(data: LoginScriptData): void {
	const attribute = 'data-oauth-login';
	const foldedAttribute = 'data-oauth-login-folded';
	/** Milliseconds. */
	const poll = 500;
	const popupGrace = 3000;
	const clientGrace = 5000;
	const attemptLifetime = 10 * 60 * 1000;

	/** Each sets the address of a link, which depends on the page of the client. */
	const links: (() => void)[] = [];
	let pending = false;
	let watching = 0;
	let waiting = 0;
	/** Whether the form was there at the last look. */
	let formShown = false;
	/** Whether another page has changed the storage since: this page's own client may know nothing of a session in it. */
	let storedElsewhere = false;
	/** Of this page's client. Its cookies tell less: all pages of the browser share them. */
	let clientSignedIn = false;

	const hidesPassword = data.passwordForm === 'hide' && !wantsPassword();
	const root = document.documentElement;
	if (root.hasAttribute(attribute) || data.providers.length === 0) {
		return;
	}
	root.setAttribute(attribute, '');

	const divider = newDivider();
	const group = newGroup();
	const status = newElement('p', { margin: '0', 'text-align': 'center', 'font-size': '14px' });
	status.setAttribute('role', 'status');
	const block = newElement('div', { width: '100%' });
	block.setAttribute(attribute, '');
	[divider, group, status].forEach((element) => block.appendChild(element));

	const observer = new MutationObserver(soon);
	lookOut();
	window.addEventListener('Custom_Script_Logged_Out', () => {
		clientSignedIn = false;
		lookOut();
	});
	window.addEventListener('Custom_Script_Logged_In', () => {
		clientSignedIn = true;
		// The pages of a person who is signed in are not watched.
		observer.disconnect();
		soon();
	});
	window.addEventListener('storage', () => {
		storedElsewhere = true;
		soon();
	});

	function lookOut(): void {
		observer.observe(document.body, { childList: true, subtree: true });
		soon();
	}

	/** Once for the many changes that one rendering makes. */
	function soon(): void {
		if (!pending) {
			pending = true;
			window.setTimeout(
				guarded(() => {
					pending = false;
					arrange();
				}),
				20,
			);
		}
	}

	function arrange(): void {
		const stored = loginToken();
		if (stored && formShown && storedElsewhere) {
			leaveToClient();
		}
		const form = stored ? null : loginForm();
		formShown = form !== null;
		storedElsewhere = false;
		if (!form) {
			block.remove();
			Array.from(document.querySelectorAll<HTMLElement>(`[${foldedAttribute}]`)).forEach((element) =>
				fold(element, false),
			);
			return;
		}
		const services = serviceGroup(form);
		if (block.parentNode !== form || (services && follows(services, block))) {
			const focused = document.activeElement;
			form.appendChild(block);
			if (focused instanceof HTMLElement && block.contains(focused)) {
				focused.focus();
			}
			styleWithoutFuselage();
		}
		const password = passwordParts(form);
		password.forEach((part) => fold(part, hidesPassword));
		const foldCas = data.casButton === 'fold';
		const buttons = services ? Array.from(services.children) : [];
		const servicesStay = buttons.some((button) => !foldCas || !isCas(button));
		buttons.filter(isCas).forEach((button) => fold(button, foldCas));
		if (services) {
			fold(services, !servicesStay);
		}
		const parts = Array.from(form.children);
		const above = parts.find((part) => part.matches('[role="separator"], .rcx-divider, .rcx-message-divider'));
		// Core may put more below its divider than the group, such as "Login on web" in the desktop client.
		const more = above && parts.slice(parts.indexOf(above) + 1).some((part) => part !== services && part !== block);
		const othersStay = servicesStay || Boolean(more);
		if (above) {
			fold(above, !othersStay || hidesPassword);
		}
		divider.style.display = othersStay || hidesPassword || password.length === 0 ? 'none' : 'flex';
		group.style.marginTop = othersStay ? '8px' : '0';
		links.forEach((renew) => renew());
	}

	/** The form for signing in: the ones for registering and for a lost password describe themselves the same way. */
	function loginForm(): HTMLFormElement | null {
		const forms = Array.from(document.forms).filter(
			(form) =>
				form.getAttribute('aria-describedby') === 'welcomeTitle' &&
				form.closest('#react-root') !== null &&
				form.querySelector('input[name="name"], input[name="email"]') === null,
		);
		return forms[0] || null;
	}

	/** Core's own buttons for other ways to sign in. */
	function serviceGroup(form: HTMLFormElement): Element | null {
		const groups = Array.from(form.querySelectorAll('.rcx-button-group--vertical')).filter(
			(element) => !block.contains(element),
		);
		return groups[groups.length - 1] || null;
	}

	/**
	 * What of the form is for a password: React's own nodes, which are hidden and never taken away. Beside the fields core
	 * says why a sign-in failed, also one by another service (LoginForm.tsx): that stays.
	 */
	function passwordParts(form: HTMLFormElement): Element[] {
		const parts = Array.from(form.children).filter((part) => part !== block);
		const fields = parts
			.filter((part) => part.querySelector('input[name="password"]') !== null)
			.map((part) => Array.from(part.children).filter((child) => !isError(child)));
		const submit = parts.filter((part) => part.querySelector('button[type="submit"]') !== null);
		return submit.concat(...fields);
	}

	function isError(element: Element): boolean {
		const box = '[role="alert"], .rcx-callout';
		return (element.matches(box) || element.querySelector(box) !== null) && element.querySelector('input') === null;
	}

	/** The emergency way, `/login?password=1`: the client may have changed the address since. */
	function wantsPassword(): boolean {
		const [arrival] = window.performance.getEntriesByType('navigation');
		return /[?&]password=1(?:[&#]|$)/.test(arrival ? arrival.name : window.location.href);
	}

	function isCas(button: Element): boolean {
		return button.matches('button[title="Cas"]');
	}

	function follows(element: Element, other: Element): boolean {
		return (other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
	}

	function fold(element: Element, hide: boolean): void {
		if (hide === element.hasAttribute(foldedAttribute)) {
			return;
		}
		const { style } = element as HTMLElement;
		if (hide) {
			element.setAttribute(foldedAttribute, '');
			style.setProperty('display', 'none', 'important');
		} else {
			element.removeAttribute(foldedAttribute);
			style.removeProperty('display');
		}
	}

	/** Where the client keeps the session depends on `Accounts_ForgetUserSessionOnWindowClose`. */
	function loginToken(): string | null {
		return read('localStorage') || read('sessionStorage');
	}

	function read(name: 'localStorage' | 'sessionStorage'): string | null {
		try {
			return window[name].getItem('Meteor.userId') && window[name].getItem('Meteor.loginToken');
		} catch {
			return null;
		}
	}

	/** On a phone a popup is a tab, from which nobody finds the way back. */
	function hasRoom(): boolean {
		return window.matchMedia('(min-width: 640px) and (pointer: fine)').matches;
	}

	function signInByPopup(button: LoginButton): void {
		const width = 600;
		const height = 700;
		const left = Math.max(0, Math.round(window.screenX + (window.outerWidth - width) / 2));
		const top = Math.max(0, Math.round(window.screenY + (window.outerHeight - height) / 2));
		say('');
		const popup = window.open(
			url(button, 'popup'),
			'oauth-login',
			`popup=yes,width=${width},height=${height},left=${left},top=${top}`,
		);
		if (!popup || popup.closed) {
			say(data.texts.popupBlocked);
			window.location.assign(url(button, 'redirect'));
			return;
		}
		popup.focus();
		watch(popup);
	}

	function url(button: LoginButton, style: 'popup' | 'redirect'): string {
		const page = pageAfter();
		const target = page && `&target_link_uri=${encodeURIComponent(page)}`;
		return `${button.href}${button.href.indexOf('?') < 0 ? '?' : '&'}style=${style}${target}`;
	}

	/**
	 * The page of the client where the sign-in is to end: the one where it begins, as path and query; empty for the first
	 * page. No secret of the address goes along; `loginClient` and `layout`, which core reads after the sign-in, do.
	 */
	function pageAfter(): string {
		const { pathname, search } = window.location;
		const page = pathname.slice(data.homePath.replace(/\/home$/, '').length);
		if (/^\/(?:register|reset-password|enroll-account|login-token)(?:\/|$)/.test(page)) {
			return '';
		}
		const query = search
			.slice(1)
			.split('&')
			.filter((pair) => pair && !/^[^=]*(?:pass|token|secret)/i.test(pair))
			.join('&');
		return query || !/^\/(?:login|home)?$/.test(page) ? pathname + (query && `?${query}`) : '';
	}

	/** A popup that the provider cut off from this page counts as closed, too. */
	function watch(popup: Window): void {
		const started = Date.now();
		let closed = 0;
		window.clearInterval(watching);
		watching = window.setInterval(
			guarded(() => {
				const now = Date.now();
				closed = closed || (popup.closed ? now : 0);
				if (loginToken() || now - started > attemptLifetime) {
					window.clearInterval(watching);
				} else if (closed && now - closed > popupGrace) {
					say(data.texts.unfinished);
				}
			}),
			poll,
		);
	}

	/**
	 * Another page has stored a session: a popup that was cut off, or another tab. Up to 8.x the client finds it within three
	 * seconds. From 9.x on it finds it when the page is loaded only, and shows a skeleton instead of the form until then.
	 */
	function leaveToClient(): void {
		window.clearTimeout(waiting);
		waiting = window.setTimeout(
			guarded(() => {
				if (loginToken() && !clientSignedIn) {
					window.location.replace(pageAfter() || data.homePath);
				}
			}),
			clientGrace,
		);
	}

	function say(text: string): void {
		if (status.textContent !== text) {
			status.textContent = text;
			status.style.marginTop = text ? '16px' : '0';
		}
	}

	function newGroup(): HTMLElement {
		const element = newElement('div', {});
		element.className = 'rcx-button-group rcx-button-group--vertical rcx-button-group--stretch';
		element.setAttribute('role', 'group');
		element.setAttribute('aria-label', data.texts.group);
		data.providers.forEach((provider) => element.appendChild(newButton(provider)));
		return element;
	}

	function newButton(provider: LoginButton): HTMLElement {
		let button: HTMLElement;
		if (provider.style === 'popup' || (provider.style === 'default' && hasRoom())) {
			const popupButton = document.createElement('button');
			popupButton.type = 'button';
			popupButton.addEventListener(
				'click',
				guarded(() => signInByPopup(provider)),
			);
			button = popupButton;
		} else {
			const link = document.createElement('a');
			const renew = (): void => {
				link.href = url(provider, 'redirect');
			};
			renew();
			links.push(renew);
			// Rocket.Chat's client takes a click on any other link of this workspace for a page of its own.
			link.rel = 'external';
			button = link;
		}
		button.className = 'rcx-box rcx-box--full rcx-button rcx-button-group__item';
		button.title = provider.title;
		setStyles(button, { 'text-align': 'center', 'text-decoration': 'none', 'line-height': '20px' });
		if (provider.color && provider.labelColor) {
			setStyles(button, {
				'background-color': provider.color,
				'border-color': provider.color,
				color: provider.labelColor,
			});
		}
		const content = newElement('span', { 'white-space': 'normal' });
		content.className = 'rcx-button--content';
		if (provider.icon) {
			const icon = document.createElement('img');
			icon.src = provider.icon;
			icon.alt = '';
			setStyles(icon, { width: '20px', height: '20px', 'margin-inline-end': '8px', 'vertical-align': 'top' });
			content.appendChild(icon);
		}
		content.appendChild(document.createTextNode(provider.label));
		button.appendChild(content);
		return button;
	}

	/** "or" between two lines, like core's. */
	function newDivider(): HTMLElement {
		const element = newElement('div', {
			'align-items': 'center',
			gap: '8px',
			margin: '32px 0',
			'font-size': '12px',
			'font-weight': '700',
			'line-height': '16px',
		});
		element.setAttribute('role', 'separator');
		element.setAttribute('aria-label', data.texts.or);
		const bars = [0, 1].map(() =>
			newElement('span', { flex: '1', height: '2px', background: 'var(--rcx-color-stroke-extra-light, #ebecef)' }),
		);
		const word = newElement('span', {});
		word.textContent = data.texts.or;
		[bars[0], word, bars[1]].forEach((part) => part && element.appendChild(part));
		return element;
	}

	/** Should a later Rocket.Chat drop the class names that its buttons have today, ours still look like buttons. */
	function styleWithoutFuselage(): void {
		if (window.getComputedStyle(group).display === 'flex') {
			return;
		}
		setStyles(group, { display: 'flex', 'flex-direction': 'column', gap: '8px' });
		Array.from(group.children).forEach((button, index) => {
			const provider = data.providers[index];
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

	function newElement(name: 'div' | 'p' | 'span', styles: { [property: string]: string }): HTMLElement {
		const element = document.createElement(name);
		setStyles(element, styles);
		return element;
	}

	function setStyles(element: HTMLElement, styles: { [property: string]: string }): void {
		Object.keys(styles).forEach((property) => element.style.setProperty(property, styles[property] || ''));
	}

	function guarded(action: () => void): () => void {
		return function () {
			try {
				action();
			} catch {
				// The page is not ours: what fails here must not be seen there.
			}
		};
	}
}
