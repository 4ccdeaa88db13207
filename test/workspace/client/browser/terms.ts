import { element } from './dom';

/** Core's default of `Layout_Login_Terms`: what the links are, in our words. */
const defaultTerms =
	'By logging in you accept the <a href="terms-of-service">Terms of Service</a>, ' +
	'the <a href="privacy-policy">Privacy Policy</a> and the <a href="legal-notice">Legal Notice</a>.';

/** Of a link's attributes what DOMPurify keeps by default, as far as someone may rely on it: `target` is not among them. */
const keptAttributes = ['rel', 'download', 'title', 'lang', 'dir'];

/** The login terms, an admin's HTML, of which only text and links with a web address are kept. */
export function loginTerms(html: string): HTMLElement {
	const parsed = new DOMParser().parseFromString(html || defaultTerms, 'text/html');
	return element('div', { class: 'rcx-box rcx-box--full login-terms' }, ...sanitised(parsed.body));
}

function sanitised(parent: Node): (Node | string)[] {
	return [...parent.childNodes].flatMap((node) => {
		if (node.nodeType === Node.TEXT_NODE) return [node.textContent ?? ''];
		if (!(node instanceof HTMLElement) || node.matches('script, style, template')) return [];
		const href = node.getAttribute('href');
		return node.matches('a') && href !== null && isWebAddress(href)
			? [element('a', { class: 'rcx-box rcx-box--full', href, ...kept(node) }, ...sanitised(node))]
			: sanitised(node);
	});
}

function kept(link: Element): Record<string, string> {
	const names = keptAttributes.filter((name) => link.hasAttribute(name));
	return Object.fromEntries(names.map((name) => [name, link.getAttribute(name) ?? '']));
}

function isWebAddress(href: string): boolean {
	try {
		return ['http:', 'https:'].includes(new URL(href, location.href).protocol);
	} catch {
		return false;
	}
}
