import type { Applicant } from '../accounts/applicant';
import type { Decision, Facts } from '../accounts/decide';
import { decide } from '../accounts/decide';
import { gatherFacts } from '../accounts/facts';
import type { LinkState } from '../accounts/links';
import { identityKey, Links } from '../accounts/links';
import type { Policy } from '../accounts/policy';
import { readPolicy, readRegistration } from '../accounts/policy';
import { Requests } from '../accounts/requests';
import { withErrorContext } from '../attempts/withErrorContext';
import type { Identity } from '../identity/identity';
import { hasSecondFactor } from '../oauth/secondFactor';
import type { Provider } from '../settings/provider';
import type { SyncRules } from '../settings/sync';
import { rolesToCome } from '../sync/roles';
import { aboutApplicant } from './aboutApplicant';
import type { Needs, Settings } from '../ports/ports';

/** The decision about an applicant, and everything that it rests on. */
export interface Evaluation {
	readonly applicant: Applicant;
	/** Only the key, where nothing about the person is asked. */
	readonly identity: Identity;
	readonly policy: Policy;
	readonly facts: Facts;
	readonly decision: Decision;
	/** Id of an account that was deleted while the app did not hear of it: its links have to be removed, too. */
	readonly lostUserId?: string;
}

/** What the settings of a provider say about who may enter which account. */
export type AdmissionRules = Pick<Provider, 'rules' | 'syncRules'>;

/**
 * Looks, decides, and changes nothing.
 *
 * @throws LoginError
 */
export const evaluate = (
	applicant: Applicant,
	provider: AdmissionRules,
	ports: Settings & Needs<'store' | 'directory' | 'now'>,
): Promise<Evaluation> =>
	withErrorContext(
		() => lookAndDecide(applicant, provider, ports),
		() => aboutApplicant(applicant, ports),
	);

async function lookAndDecide(
	applicant: Applicant,
	{ rules, syncRules }: AdmissionRules,
	ports: Settings & Needs<'store' | 'directory' | 'now'>,
): Promise<Evaluation> {
	const links = new Links(ports.store);
	const [found, policy] = await Promise.all([
		identityKey(applicant.key).then((key) => links.find(key)),
		readPolicy(rules, ports.appSettings),
	]);
	const lostUserId = await lostAccount(found, policy, ports);
	const link = lostUserId === undefined ? found : withoutLink(found);
	// A person who was here before is known by the link alone; nothing else about them is asked.
	const identity = link.link && !needsProfile(policy, syncRules) ? keyOnly(applicant) : await applicant.profile.get();
	const { authentication, provenUserId, anotherName } = applicant;
	const secondFactor = hasSecondFactor(authentication, policy.acrWithSecondFactor);
	const signInFacts = {
		...{ provenUserId, anotherName, secondFactor, approved: false },
		rolesToCome: syncRules.roles ? rolesToCome(syncRules.roles, identity.roles) : [],
	};
	const factsWith = (state: LinkState): Promise<Facts> =>
		gatherFacts(identity, { ...signInFacts, link: state }, policy, ports.directory, links, () =>
			readRegistration(ports.serverSettings),
		);
	const seen = await factsWith(link);
	const isTaken = seen.usernameTaken || seen.emailTaken === true;
	// By another first sign-in of the same person, perhaps, which came after the first look: it has reserved the name before.
	const since = isTaken && lostUserId === undefined ? await links.find(link.identity) : undefined;
	const facts = since?.link || since?.pending ? await factsWith(since) : seen;
	const decision = decide(identity, policy, facts);
	const undecided = { applicant, identity, policy, lostUserId };
	// An admin has approved of an account as it was then: under another name or address it is another one.
	const approved =
		decision.kind === 'awaitApproval' &&
		(await new Requests(ports).approves(link.identity, { ...identity, username: decision.username }));
	if (!approved) return { ...undecided, facts, decision };
	const approvedFacts = { ...facts, approved };
	return { ...undecided, facts: approvedFacts, decision: decide(identity, policy, approvedFacts) };
}

/** Whether something about the person has to be known at each sign-in. */
const needsProfile = ({ onlyDomains, onlyGroups, privileged }: Policy, { roles }: SyncRules): boolean =>
	onlyDomains.length > 0 || onlyGroups.length > 0 || (privileged !== 'trust' && roles !== undefined);

const keyOnly = ({ key: { provider, issuer, subject } }: Applicant): Identity => ({
	provider,
	issuer,
	subject,
	emailVerified: false,
});

/**
 * The app may have been disabled when an account was deleted. Where people with a deleted account may come back, their
 * link no longer counts; but not because of a directory that finds nobody at all.
 */
async function lostAccount(
	{ link }: LinkState,
	policy: Policy,
	{ directory }: Needs<'directory'>,
): Promise<string | undefined> {
	if (!link || !policy.recreateDeleted || (await directory.byId(link.userId))) return undefined;
	return (await directory.answers()) ? link.userId : undefined;
}

/** As it will be when the link has been removed. */
function withoutLink({ identity, generation }: LinkState): LinkState {
	const next = generation + 1;
	return { identity, generation: next, unlinked: { identity, generation: next, reason: 'account_deleted' } };
}
