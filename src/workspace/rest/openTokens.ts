/** A server on which `users.createToken` asks for the secret alone. */
export interface OpenTokens {
	/** Of the server, as far as the service account is told: `8.3`, or `8.3.2`. */
	readonly version: string;
	/** The release of that line in which the permission is asked for as well. */
	readonly least: string;
}

/**
 * Patch numbers from which the server asks for `user-generate-access-token` again, by line (release notes of Rocket.Chat
 * 8.0.8, 8.1.7, 8.2.7, 8.3.7, 8.4.5 and 8.5.2). Before, anyone's token made a token of anyone else's with the secret
 * (seen on 8.3.0-develop). Up to 7.x there is no secret, and later lines began with the check.
 */
const leastPatches: ReadonlyMap<string, number> = new Map([
	['8.0', 8],
	['8.1', 7],
	['8.2', 7],
	['8.3', 7],
	['8.4', 5],
	['8.5', 2],
]);

/**
 * @param version as `GET /api/info` gives it: without the patch number to anyone who may not see statistics
 * @returns undefined where the permission is asked for. `version` has no patch number where that can't be told
 */
export function openTokens(version: string): OpenTokens | undefined {
	const [, line = '', patch] = /^(\d+\.\d+)(?:\.(\d+))?/.exec(version) ?? [];
	const least = leastPatches.get(line);
	if (least === undefined || (patch !== undefined && Number(patch) >= least)) return undefined;
	return { version: patch === undefined ? line : version, least: `${line}.${least}` };
}

/** Whether it is not known which release of the line the server is. */
export const mayBeClosed = ({ version }: OpenTokens): boolean => /^\d+\.\d+$/.test(version);
