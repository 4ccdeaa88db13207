import type { AccountRequest } from '../../accounts/requests';
import { describeLink } from '../../accounts/describeLink';
import { Requests } from '../../accounts/requests';
import { connectRequest, findFit, noteDecision } from './decideRequest';
import { Audit } from '../../attempts/audit';
import type { Texts } from '../../texts/texts';
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
 * run a command that is behind a button of someone's message, and nobody else can make up the code.
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
		// Approved or not, nobody gets a username that someone has.
		const taken = request.username && (await ports.directory.byUsername(request.username));
		if (taken) return texts.t('request_username_taken', { ...words(request), username: code(taken.username) });
		await new Requests(ports).answer(request, 'approved');
		noteDecision('request_approved', request, invocation.caller.id, ports);
		return texts.t('request_approved', words(request));
	},
};

/** `refuse <reference>`: the person is told so, for thirty days. `refuse all <provider>`: so is everyone of it who waits. */
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
		noteDecision('request_refused', request, invocation.caller.id, ports);
		return texts.t('request_refused', words(request));
	},
};

async function refuseAll(provider: string, { caller, texts, ports }: Invocation): Promise<string> {
	const count = await new Requests(ports).refuseAllOf(provider);
	if (count > 0) new Audit(ports).note({ event: 'request_refused', by: caller.id, provider, what: String(count) });
	return texts.t('requests_refused', { count });
}

/** An admin vouches that the account is the person's. Anyone who could do more than others is not vouched for. */
async function connect(
	request: AccountRequest,
	username: string,
	confirmed: string | undefined,
	invocation: Invocation,
): Promise<string> {
	const { caller, texts, ports } = invocation;
	const fit = await findFit(request, username, caller.id, ports);
	if (typeof fit === 'string') return texts.t(fit, { ...words(request), username: code(username) });
	const { account, code: shown } = fit;
	const named = { ...words(request), username: code(account.username) };
	if (confirmed !== shown) {
		const command = code(`/${commandName} approve ${request.reference} ${account.username} ${shown}`);
		return texts.t('request_connect_code', { ...named, command });
	}
	const isTold = await connectRequest(request, fit, caller.id, ports);
	return texts.t(isTold ? 'request_connected' : 'request_connected_untold', named);
}

const words = ({ reference, name, username }: AccountRequest): { reference: string; person: string } => ({
	reference: code(reference),
	person: code(name ?? username ?? '?'),
});

function describe(
	{ reference, key, providerId, wish, username, name, email, emailVerified, askedAt }: AccountRequest,
	{ t }: Texts,
): string {
	const parts = [code(reference), code(providerId), username && code(username), name && code(name)];
	const address =
		email && `${code(email)} (${t(emailVerified ? 'request_email_verified' : 'request_email_unverified')})`;
	const wanted = t(wish === 'create' ? 'request_wish_create' : 'request_wish_connect');
	return [...parts, address, code(describeLink(key)), wanted, time(askedAt)].filter(Boolean).join(' · ');
}
