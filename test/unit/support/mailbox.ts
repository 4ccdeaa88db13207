import type { Messenger, ChatMessage } from '../../../src/ports/messenger';

/** Keeps the direct messages of the app's user. */
export class Mailbox implements Messenger {
	readonly messages: Array<ChatMessage & { readonly username: string }> = [];
	/** As it is for somebody who was deactivated once. */
	readOnly = false;

	async tell({ username }: { username: string }, message: ChatMessage): Promise<void> {
		if (this.readOnly) throw new Error("You can't send messages because the room is readonly.");
		this.messages.push({ username, ...message });
	}
}
