export type Styles = { readonly [property: string]: string };

export function newElement(name: 'div' | 'p' | 'span', styles: Styles): HTMLElement {
	const element = document.createElement(name);
	setStyles(element, styles);
	return element;
}

export function setStyles(element: HTMLElement, styles: Styles): void {
	Object.keys(styles).forEach((property) => element.style.setProperty(property, styles[property] || ''));
}
