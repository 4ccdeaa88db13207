import { LoginError } from '../../errors';

/** What is behind the prefix has this form: 43 characters of base64url. */
const samples = ['a', 'Z', '0', '-', '_'].map((character) => character.repeat(43));

/**
 * What every `cas:user` of this app begins with. Core takes an unknown `cas:user` for a username when its trust setting
 * is on, and older servers take it for a pattern: so the prefix holds a character that keeps it from being a username of
 * this workspace, and none that means something in a pattern.
 *
 * @param pattern the workspace's `UTF8_User_Names_Validation`
 * @throws LoginError `usernames_unrestricted` where everything is a username
 */
export function casUserPrefix(pattern: string): string {
	const usernames = usernamePattern(pattern);
	const prefixes = [':', '/', '~', '!', '=', '#'].map((separator) => `oauth-login${separator}`);
	const prefix = prefixes.find((candidate) => samples.every((sample) => !usernames.test(candidate + sample)));
	if (!prefix) throw new LoginError('usernames_unrestricted', 'UTF8_User_Names_Validation');
	return prefix;
}

/** Core anchors the pattern, and takes its default where it does not compile. */
function usernamePattern(pattern: string): RegExp {
	try {
		return new RegExp(`^(?:${pattern})$`);
	} catch {
		return /^[0-9a-zA-Z-_.]+$/;
	}
}
