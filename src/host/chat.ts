import type { IMessageBuilder } from '@rocket.chat/apps-engine/definition/accessors';
import type { ChatMessage } from '../ports/messenger';

/**
 * Writes a message, which still has to be sent.
 *
 * The router of Rocket.Chat's web client takes a click on a link to its own workspace, and shows "Page not found". A UIKit
 * button with a URL opens another window (ButtonElement.tsx of fuselage-ui-kit). A client that shows blocks does not show
 * the text (RoomMessageContent.tsx): the text is for notifications and for clients without the UIKit.
 */
export function write(builder: IMessageBuilder, { text, link }: ChatMessage, appId: string): IMessageBuilder {
	if (!link) return builder.setText(text);
	const { label, url } = link;
	return builder.setText(`${text}\n${url}`).setBlocks([
		{ type: 'section', appId, blockId: 'text', text: { type: 'mrkdwn', text } },
		{
			...{ type: 'actions', appId, blockId: 'link' },
			elements: [
				{ type: 'button', appId, blockId: 'link', actionId: 'open', text: { type: 'plain_text', text: label }, url },
			],
		},
	]);
}
