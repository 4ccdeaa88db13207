import type { Identity } from '../identity/identity';
import type { UsernameRules } from '../identity/username';
import { slugUsername, usernameCandidates, usernameOfId, vouchedCandidates } from '../identity/username';
import type { Account, Directory } from '../ports/directory';
import type { Facts } from './decide';
import type { Links, LinkState } from './links';
import type { Policy, Registration } from './policy';

/** What is known from the sign-in itself. */
export interface SignInFacts extends Pick<Facts, 'secondFactor' | 'rolesToCome' | 'approved'> {
	readonly link: LinkState;
	/** Id of an account that the person has proven to be theirs. */
	readonly provenUserId?: string;
	/** The person has said that the account with their username is not theirs. */
	readonly anotherName?: true;
}

/**
 * Looks up what {@link decide} needs, and no more: one look-up for a person who was here before.
 *
 * @param readRegistration is asked where an account may be made
 */
export async function gatherFacts(
	identity: Identity,
	{ link, provenUserId, anotherName, ...known }: SignInFacts,
	policy: Policy,
	directory: Directory,
	links: Pick<Links, 'of'>,
	readRegistration: () => Promise<Registration>,
): Promise<Facts> {
	const seen = { ...known, link, usernameTaken: false, emailTaken: 'unknown' } as const;
	if (link.link) return { ...seen, account: await directory.byId(link.link.userId) };
	if (provenUserId !== undefined) return { ...seen, proven: await directory.byId(provenUserId) };
	const registration = await readRegistration();
	const { usernameRules } = registration;
	const facts = { ...seen, registration };
	if (link.pending) return facts;

	const written = usernameCandidates(identity);
	const usernameOf = (candidates: readonly string[]): string | undefined =>
		candidates.map((candidate) => slugUsername(candidate, usernameRules)).find(Boolean);
	const username = usernameOf(written) ?? usernameOfId(link.identity, usernameRules);
	const [named, addressed] = await Promise.all([
		username === undefined ? undefined : holderOf(username, written, directory),
		identity.emailVerified && identity.email ? directory.byEmail(identity.email) : undefined,
	]);
	if (named && anotherName) {
		const free = await freeName(username!, usernameRules, directory);
		return { ...facts, username: free, usernameTaken: false, emailTaken: isTaken(addressed) };
	}
	// One that is made of a name says which accounts are taken, and not whose they are.
	const vouched = usernameOf(vouchedCandidates(identity)) === undefined ? undefined : named;
	const match = policy.keyField === 'email' ? byEmail(addressed, vouched, identity) : vouched;
	return {
		...facts,
		username,
		usernameTaken: named !== undefined,
		emailTaken: isTaken(addressed),
		match,
		matchLinks: policy.mergeUsers && match && match !== 'unknown' ? await links.of(match.id) : [],
	};
}

const isTaken = (account: Account | 'unknown' | undefined): boolean | 'unknown' =>
	account === 'unknown' ? account : account !== undefined;

/** So many people with one name can have a numbered one. */
const highestNumber = 99;

/** The username with the first number that makes a free one of it. */
async function freeName(
	username: string,
	usernameRules: UsernameRules,
	directory: Directory,
): Promise<string | undefined> {
	for (let number = 2; number <= highestNumber; number += 1) {
		const numbered = slugUsername(`${username.slice(0, 61)}.${number}`, usernameRules);
		const candidate = numbered ?? slugUsername(`${username.slice(0, 62)}${number}`, usernameRules);
		if (candidate && !(await holderOf(candidate, [], directory))) return candidate;
	}
	return undefined;
}

/** Where nobody can be asked for an address, the account of the same username may still turn out to have it. */
function byEmail(
	addressed: Account | 'unknown' | undefined,
	named: Account | undefined,
	{ email }: Identity,
): Facts['match'] {
	if (addressed !== 'unknown') return addressed;
	return named?.emails.some(({ address }) => address === email) ? named : addressed;
}

/**
 * The account that has a username. The server looks usernames up in the exact letter case only, and would let `bob` and
 * `Bob` live side by side; so the usual ways to write a name are tried, and the one in which the provider wrote it.
 */
async function holderOf(
	username: string,
	written: readonly string[],
	directory: Directory,
): Promise<Account | undefined> {
	const spellings = new Set([username, username.toUpperCase(), username.replace(/^./, (first) => first.toUpperCase())]);
	for (const candidate of written) {
		if (candidate.toLowerCase() === username) spellings.add(candidate);
	}
	const found = await Promise.all([...spellings].map((spelling) => directory.byUsername(spelling)));
	return found.find(Boolean);
}
