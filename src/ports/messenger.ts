import type { Account } from './directory';

/** What people are told inside of the workspace. */
export interface Messenger {
	/**
	 * A direct message from the app's own user.
	 *
	 * @throws where the server refuses, as it does for someone who was deactivated once: the room stays read-only
	 */
	tell(account: Pick<Account, 'username'>, message: ChatMessage): Promise<void>;
}

/** A message to a person in a room. */
export interface ChatMessage {
	/** Markdown, without the link's URL. */
	readonly text: string;
	/** The page that the message leads to. */
	readonly link?: ChatLink;
}

export interface ChatLink {
	/** The text of the button. */
	readonly label: string;
	readonly url: string;
}
