/** The form for signing in: the ones for registering and for a lost password describe themselves the same way. */
export function loginForm(): HTMLFormElement | null {
	const forms = Array.from(document.forms).filter(
		(form) =>
			form.getAttribute('aria-describedby') === 'welcomeTitle' &&
			form.closest('#react-root') !== null &&
			form.querySelector('input[name="name"], input[name="email"]') === null,
	);
	return forms[0] || null;
}

/**
 * Core's own buttons for other ways to sign in.
 *
 * @param ours the app's block, which is none of core's
 */
export function serviceGroup(form: HTMLFormElement, ours: Element): Element | null {
	const groups = Array.from(form.querySelectorAll('.rcx-button-group--vertical')).filter(
		(element) => !ours.contains(element),
	);
	return groups[groups.length - 1] || null;
}

/**
 * What of the form is for a password: React's own nodes. Beside the fields core says why a sign-in failed, also one by
 * another service (LoginForm.tsx): that is no part.
 */
export function passwordParts(form: HTMLFormElement, ours: Element): Element[] {
	const parts = Array.from(form.children).filter((part) => part !== ours);
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

export interface Separator {
	readonly element: Element;
	/** Core may put more below it than its services, such as "Login on web" in the desktop client. */
	readonly hasMoreBelow: boolean;
}

/** Core's "or". */
export function separatorOf(form: HTMLFormElement, services: Element | null, ours: Element): Separator | undefined {
	const parts = Array.from(form.children);
	const element = parts.find((part) => part.matches('[role="separator"], .rcx-divider, .rcx-message-divider'));
	if (!element) return undefined;
	const below = parts.slice(parts.indexOf(element) + 1);
	return { element, hasMoreBelow: below.some((part) => part !== services && part !== ours) };
}

/**
 * Whether that is core's CAS button. Its title is the service's name, but only where the button says something else: by
 * default it says, in the language of the page, "Sign in with Cas" (LoginServicesButton.tsx).
 */
export function isCas(button: Element): boolean {
	const title = button.getAttribute('title');
	return title ? title === 'Cas' : /\bCas\b/.test(button.textContent || '');
}

export function follows(element: Element, other: Element): boolean {
	return (other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
