import type { Account } from '../ports/directory';
import type { Ports } from '../ports/ports';
import type { TextKey, Texts } from '../texts/texts';
import type { ChatMessage } from '../ports/messenger';

/** One use of the command. */
export interface Invocation {
	/** What is behind the subcommand's name. It was typed by someone: parse it. */
	readonly args: readonly string[];
	/** The person who used it, as the server says. */
	readonly caller: Account;
	/** Typed into the message box, and not sent by a page: Rocket.Chat's clients then send a trigger along. */
	readonly typed: boolean;
	/** In the caller's language. */
	readonly texts: Texts;
	readonly ports: Ports;
}

/** What `/oauth-login <name>` does. */
export interface Subcommand {
	readonly name: string;
	/** Only for people with the role `admin`; for others it does not exist. */
	readonly adminOnly: boolean;
	/** The line about it in the help, `/oauth-login <name>` left out; without one, only pages use it. */
	readonly help?: TextKey;
	/**
	 * @returns what the caller, and nobody else, is shown: Markdown, with a link or without; nothing where there is nothing to say
	 * @throws LoginError, whose text the caller is shown
	 */
	run(invocation: Invocation): Promise<string | ChatMessage | undefined>;
}
