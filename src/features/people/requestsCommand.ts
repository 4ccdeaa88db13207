import { isPrivileged } from '../../accounts/decide';
import { Links } from '../../accounts/links';
import { readPrivilegedRoles } from '../../accounts/policy';
import type { AccountRequest } from '../../accounts/requests';
import { Requests } from '../../accounts/requests';
import { Sealer } from '../../browser/seal';
import { Audit } from '../../attempts/audit';
import type { Account } from '../../ports/directory';
import type { Texts } from '../../texts/texts';
import { textsFor } from '../../texts/texts';
import { findProvider } from '../../providers/registry';
import { readWorkspace } from '../../settings/workspace';
import { commandName } from '../../commands/help';
import { code, time } from '../../commands/markdown';
import type { Invocation, Subcommand } from '../../commands/subcommand';

/** `requests`: who waits for an admin. */
export const requests: Subcommand = {
	name: 'requests',
	adminOnly: true,
	help: 'command_help_requests',
	run: async ({ texts, ports }) => {
		const waiting = await new Requests(ports).waiting();
		if (waiting.length === 0) return texts.t('requests_none');
		const lines = waiting.map((request) => `- ${describe(request, texts)}`);
		return [texts.t('requests_some'), ...lines, '', texts.t('requests_how', { command: `/${commandName}` })].join('\n');
	},
};

/**
 * `approve <reference>`: the person gets an account at the next sign-in. `approve <reference> <username>`: the person
 * has that account already, and from now on signs in to it. That is shown first, with a code to confirm it: some clients
 * run a command that stands behind a button of somebody's message, and nobody else can make up the code.
 */
export const approve: Subcommand = {
	name: 'approve',
	adminOnly: true,
	help: 'command_help_approve',
	run: async (invocation) => {
		const { args, texts, ports } = invocation;
		const request = await new Requests(ports).find(args[0] ?? '');
		if (!request) return texts.t('request_unknown');
		const username = args[1]?.replace(/^@/, '');
		if (username) return connect(request, username, args[2], invocation);
		if (request.wish === 'connect') return texts.t('request_needs_username', words(request));
		// Approved or not, nobody gets a username that somebody has.
		const taken = request.username && (await ports.directory.byUsername(request.username));
		if (taken) return texts.t('request_username_taken', { ...words(request), username: code(taken.username) });
		await new Requests(ports).answer(request, 'approved');
		note('request_approved', request, invocation);
		return texts.t('request_approved', words(request));
	},
};

/** `refuse <reference>`: the person is told so, for thirty days. `refuse all <provider>`: so is everybody of it who waits. */
export const refuse: Subcommand = {
	name: 'refuse',
	adminOnly: true,
	help: 'command_help_refuse',
	run: async (invocation) => {
		const { args, texts, ports } = invocation;
		if (args[0] === 'all' && args[1] !== undefined) return refuseAll(args[1], invocation);
		const request = await new Requests(ports).find(args[0] ?? '');
		if (!request) return texts.t('request_unknown');
		await new Requests(ports).answer(request, 'refused');
		note('request_refused', request, invocation);
		return texts.t('request_refused', words(request));
	},
};

async function refuseAll(provider: string, { caller, texts, ports }: Invocation): Promise<string> {
	const count = await new Requests(ports).refuseAllOf(provider);
	if (count > 0) new Audit(ports).note({ event: 'request_refused', by: caller.id, provider, what: String(count) });
	return texts.t('requests_refused', { count });
}

/** An admin vouches that the account is the person's. Whoever could do more than others is not vouched for. */
async function connect(
	request: AccountRequest,
	username: string,
	confirmed: string | undefined,
	invocation: Invocation,
): Promise<string> {
	const { caller, texts, ports } = invocation;
	const links = new Links(ports.store);
	const [account, state, privilegedRoles] = await Promise.all([
		ports.directory.byUsername(username),
		links.find(request.identity),
		readPrivilegedRoles(ports.appSettings),
	]);
	const named = { ...words(request), username: code(username) };
	if (!account) return texts.t('request_account_unknown', named);
	if (state.link) return texts.t('request_linked_already', named);
	if (account.kind !== 'person' || !account.active || isPrivileged(account, { privilegedRoles })) {
		return texts.t('request_account_unfit', named);
	}
	const shown = await new Sealer(ports).code(['connect', caller.id, request.identity, request.reference, account.id]);
	if (confirmed !== shown) {
		const command = code(`/${commandName} approve ${request.reference} ${account.username} ${shown}`);
		return texts.t('request_connect_code', { ...named, command });
	}
	const casUser = (await links.of(account.id)).at(-1)?.casUser;
	await links.link({
		...request.key,
		identity: request.identity,
		generation: state.generation,
		casUser,
		userId: account.id,
		linkedAt: ports.now(),
		origin: 'admin',
	});
	await new Requests(ports).settle(request.identity);
	note('link_made', request, invocation, account);
	const isTold = await announce(request, account, invocation).then(
		() => true,
		() => false,
	);
	return texts.t(isTold ? 'request_connected' : 'request_connected_untold', named);
}

/** In the workspace's language: the account's own is not known. */
async function announce({ providerId }: AccountRequest, account: Account, { ports }: Invocation): Promise<void> {
	const workspace = await readWorkspace(ports.serverSettings);
	const provider = (await findProvider(providerId, ports.appSettings))?.name ?? providerId;
	const url = `${workspace.url}${ports.appPath}/connections`;
	const { t } = textsFor(undefined, workspace.language);
	await ports.messenger.tell(account, {
		text: t('link_by_admin_message', { provider }),
		link: { label: t('connections_title'), url },
	});
}

function note(
	event: 'request_approved' | 'request_refused' | 'link_made',
	{ providerId, reference }: AccountRequest,
	{ caller, ports }: Invocation,
	account?: Account,
): void {
	new Audit(ports).note({ event, by: caller.id, userId: account?.id, provider: providerId, what: reference });
}

const words = ({ reference, name, username }: AccountRequest): { reference: string; person: string } => ({
	reference: code(reference),
	person: code(name ?? username ?? '?'),
});

function describe(
	{ reference, providerId, wish, username, name, email, emailVerified, askedAt }: AccountRequest,
	{ t }: Texts,
): string {
	const parts = [code(reference), code(providerId), username && code(username), name && code(name)];
	const address =
		email && `${code(email)} (${t(emailVerified ? 'request_email_verified' : 'request_email_unverified')})`;
	const wanted = t(wish === 'create' ? 'request_wish_create' : 'request_wish_connect');
	return [...parts, address, wanted, time(askedAt)].filter(Boolean).join(' · ');
}
