const foldedAttribute = 'data-oauth-login-folded';

/** Hides an element of React's, which is never taken away, or shows it again. */
export function fold(element: Element, hide: boolean): void {
	if (hide === element.hasAttribute(foldedAttribute)) return;
	const { style } = element as HTMLElement;
	if (hide) {
		element.setAttribute(foldedAttribute, '');
		style.setProperty('display', 'none', 'important');
	} else {
		element.removeAttribute(foldedAttribute);
		style.removeProperty('display');
	}
}

export function unfoldAll(): void {
	Array.from(document.querySelectorAll(`[${foldedAttribute}]`)).forEach((element) => fold(element, false));
}
