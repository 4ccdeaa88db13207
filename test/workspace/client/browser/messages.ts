import { element } from './dom';

interface TextObject {
	readonly text: string;
}

/** A block of the UIKit, as far as it is shown here. */
interface Block {
	readonly type: string;
	readonly text?: TextObject;
	readonly elements?: readonly { readonly type: string; readonly text: TextObject; readonly url?: string }[];
}

export interface Message {
	readonly msg: string;
	readonly u: { readonly username: string };
	readonly blocks?: readonly Block[];
}

/** Where a message has blocks, its text is not shown (RoomMessageContent.tsx). */
export function messageList(messages: readonly Message[]): HTMLElement {
	const items = messages.map(({ msg, u, blocks = [] }) =>
		element(
			'li',
			{ class: 'rcx-message' },
			element('strong', {}, u.username),
			...(blocks.length > 0 ? blocks.map(blockOf) : [paragraph(msg)]),
		),
	);
	return element('ol', { class: 'rcx-messages' }, ...items);
}

function blockOf({ type, text, elements = [] }: Block): HTMLElement {
	if (type === 'section') return paragraph(text?.text ?? '');
	const buttons = elements.filter(({ type: kind, url }) => kind === 'button' && url !== undefined);
	return element(
		'div',
		{},
		...buttons.map((button) =>
			// ButtonElement.tsx of fuselage-ui-kit.
			element(
				'a',
				{ class: 'rcx-button rcx-button--small', href: button.url ?? '', target: '_blank' },
				button.text.text,
			),
		),
	);
}

function paragraph(text: string): HTMLElement {
	return element(
		'p',
		{},
		...text.split(/(https?:\/\/[^\s<>]+)/).map((part, index) => (index % 2 === 0 ? part : linkTo(part))),
	);
}

/** A link to this workspace opens in this window, any other in a new one (LinkSpan.tsx of gazzodown). */
function linkTo(address: string): HTMLElement {
	const isExternal = !address.startsWith(document.baseURI);
	return element('a', { href: address, ...(isExternal && { target: '_blank', rel: 'noopener noreferrer' }) }, address);
}
