/** An element with its attributes and children. Text stays text: nothing here parses HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
	tag: Tag,
	attributes: Readonly<Record<string, string>>,
	...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
	node.append(...children);
	return node;
}

/** A link that acts on this page, as core's own are made. */
export function actionLink(attributes: Readonly<Record<string, string>>, text: string, act: () => void): HTMLElement {
	const link = element('a', { ...attributes, href: '#' }, text);
	link.addEventListener('click', (event) => {
		event.preventDefault();
		act();
	});
	return link;
}
