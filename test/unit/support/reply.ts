import type { ChatMessage } from '../../../src/host/chat';

/** The text of a subcommand's reply. */
export const replyText = (reply: string | ChatMessage | undefined): string | undefined =>
	typeof reply === 'object' ? reply.text : reply;
