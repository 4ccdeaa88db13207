import type { Identity } from '../identity/identity';
import { slugUsername, usernameCandidates } from '../identity/username';
import type { Directory } from './account';
import type { Facts } from './decide';
import type { LinkState } from './links';
import type { Policy } from './policy';

/** Looks up what {@link decide} needs, and no more than that: one look-up for somebody who was here before. */
export async function gatherFacts(
	identity: Identity,
	link: LinkState,
	policy: Policy,
	directory: Directory,
): Promise<Facts> {
	if (link.link) return { link, account: await directory.byId(link.link.userId), usernameTaken: false };
	if (link.pending) return { link, usernameTaken: false };
	const written = usernameCandidates(identity);
	const username = written.map((candidate) => slugUsername(candidate, policy.usernameRules)).find(Boolean);
	return { link, username, usernameTaken: username !== undefined && (await isTaken(username, written, directory)) };
}

/**
 * The server looks usernames up in the exact letter case only, and would let `bob` and `Bob` live side by side; so the
 * usual ways to write a name are tried, and the one in which the provider wrote it.
 */
async function isTaken(username: string, written: readonly string[], directory: Directory): Promise<boolean> {
	const spellings = new Set([username, username.toUpperCase(), username.replace(/^./, (first) => first.toUpperCase())]);
	for (const candidate of written) {
		if (candidate.toLowerCase() === username) spellings.add(candidate);
	}
	const found = await Promise.all([...spellings].map((spelling) => directory.byUsername(spelling)));
	return found.some(Boolean);
}
