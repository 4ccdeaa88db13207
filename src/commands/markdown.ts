/**
 * Someone else's text inside a message: as code, in which Rocket.Chat's Markdown, mentions and links have no meaning.
 * What would end the code is left out.
 */
export const code = (text: string): string => `\`${text.replace(/[`\r\n]/g, ' ')}\``;

/** `2026-11-22 01:23:45Z`: the same for every reader, everywhere. */
export const time = (milliseconds: number): string =>
	new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 19) + 'Z';
