/**
 * What every `cas:user` of this app begins with. Core takes an unknown `cas:user` for a username when its trust setting
 * is on, so the prefix holds a character that no username of this workspace can have.
 *
 * @param pattern the workspace's `UTF8_User_Names_Validation`
 */
export function casUserPrefix(pattern: string): string {
	const usernames = compile(pattern);
	const separator = [':', '/', '|', '~', '!', '*'].find((character) => !usernames.test(character));
	if (!separator) throw new Error('UTF8_User_Names_Validation allows every character');
	return `oauth-login${separator}`;
}

/** Core anchors the pattern: `^<pattern>$`. */
function compile(pattern: string): RegExp {
	try {
		return new RegExp(`^(?:${pattern})$`);
	} catch {
		return /^[0-9a-zA-Z-_.]+$/;
	}
}
