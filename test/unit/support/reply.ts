import type { ChatMessage } from '../../../src/ports/messenger';

/** The text of a subcommand's reply. */
export const replyText = (reply: string | ChatMessage | undefined): string | undefined =>
	typeof reply === 'object' ? reply.text : reply;
