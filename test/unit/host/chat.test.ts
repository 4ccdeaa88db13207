import type { IMessageBuilder } from '@rocket.chat/apps-engine/definition/accessors';

import { write } from '../../../src/host/chat';
import type { ChatMessage } from '../../../src/ports/messenger';

function written(message: ChatMessage): Record<string, unknown> {
	const given: Record<string, unknown> = {};
	const builder = {
		setText: (text: string) => (Object.assign(given, { text }), builder),
		setBlocks: (blocks: unknown) => (Object.assign(given, { blocks }), builder),
	} as unknown as IMessageBuilder;
	expect(write(builder, message, 'an-app')).toBe(builder);
	return given;
}

test('a message without a link has a text and no blocks', () => {
	expect(written({ text: '*Hello*' })).toEqual({ text: '*Hello*' });
});

test('a link is a button in the blocks, and a URL in the text', () => {
	const url = 'https://chat.example.com/api/apps/public/an-app/connections';
	const { text, blocks } = written({ text: '*Hello*', link: { label: 'Accounts', url } });
	expect(text).toBe(`*Hello*\n${url}`);
	expect(blocks).toEqual([
		{ type: 'section', appId: 'an-app', blockId: 'text', text: { type: 'mrkdwn', text: '*Hello*' } },
		{
			...{ type: 'actions', appId: 'an-app', blockId: 'link' },
			elements: [
				{
					...{ type: 'button', appId: 'an-app', blockId: 'link', actionId: 'open', url },
					text: { type: 'plain_text', text: 'Accounts' },
				},
			],
		},
	]);
});
