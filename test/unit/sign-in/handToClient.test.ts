import type { Link } from '../../../src/accounts/links';
import { identityKey, Links } from '../../../src/accounts/links';
import type { ClientTicket } from '../../../src/sign-in/handToClient';
import { handToClient } from '../../../src/sign-in/handToClient';
import { okta } from '../../../src/providers/sections/okta';
import { validateTicket } from '../../../src/workspace/cas/ticket';
import { takeOverCasIfChosen } from '../../../src/workspace/bridgeHealth';
import { readProvider } from '../../../src/settings/provider';
import { applicant } from '../support/applicant';
import { codeOf } from '../support/loginError';
import type { World } from '../support/workspace';
import { readyWorkspace, siteUrl } from '../support/workspace';
import type { Ports } from '../../../src/ports/ports';

/** No ticket was shown before. */
const firstTime = async (): Promise<boolean> => true;

const service = `${siteUrl}/_cas/aB3dE6gH9jK2mN5pQ`;
const casUser = 'oauth-login:alice';

/** A workspace in which it is on, and somebody who has signed in before. */
async function workspace(link: Partial<Link> | 'none' = {}) {
	const world = readyWorkspace();
	world.appSettings.change({ Session_native_cas_button_phishable: true });
	const alice = world.core.has('alice', { casUser });
	const { key } = applicant();
	const identity = await identityKey(key);
	const made = { ...key, identity, userId: alice.id, casUser, generation: 0, linkedAt: 0 };
	if (link !== 'none') await new Links(world.store).link({ ...made, ...link });
	await takeOverCasIfChosen(world.ports, world.sealer);
	return { ...world, alice };
}

const issue = async ({ sealer, ports, appSettings }: World, other: Partial<Ports> = {}): Promise<ClientTicket> =>
	handToClient(applicant(), service, await readProvider(okta, appSettings), sealer, { ...ports, ...other });
const logouts = ({ transport }: World): number =>
	transport.calls.filter((call) => call.startsWith('POST /api/v1/logout')).length;

test('the ticket says who it is to that service and no other, and the session that showed it has ended', async () => {
	const world = await workspace();
	const { userId, location } = await issue(world);
	expect(userId).toBe(world.alice.id);
	const url = new URL(location);
	expect(url.origin + url.pathname).toBe(service);
	const ticket = url.searchParams.get('ticket');
	const answer = await validateTicket(world.sealer, ticket, service, firstTime);
	expect(answer).toContain(`<cas:user>${casUser}</cas:user>`);
	expect(answer).toContain('<cas:username>alice</cas:username>');
	expect(await validateTicket(world.sealer, ticket, `${service}x`, firstTime)).toContain('INVALID_SERVICE');
	world.clock.time += 31_000;
	expect(await validateTicket(world.sealer, ticket, service, firstTime)).toContain('INVALID_TICKET');
	expect([world.core.sessions.length, logouts(world)]).toEqual([1, 1]);
});

type Ready = Awaited<ReturnType<typeof workspace>>;

test.each<[string, string, (world: Ready) => void, Partial<Link> | 'none']>([
	[
		'it is switched off',
		'attempt_stale',
		({ appSettings }) => appSettings.change({ Session_native_cas_button_phishable: false }),
		{},
	],
	['nobody is known', 'native_button_refused', ({ core, alice }) => core.delete(alice.id), 'none'],
	['their link was never used', 'native_button_refused', () => undefined, { casUser: undefined }],
	['they are an admin', 'native_button_refused', ({ alice }) => (alice.roles = ['user', 'admin']), {}],
	[
		'they have a role that the admin calls privileged',
		'native_button_refused',
		({ alice, appSettings }) => {
			alice.roles = ['auditor'];
			appSettings.change({ Accounts_privileged_roles: 'auditor' });
		},
		{},
	],
	['they are deactivated', 'account_disabled', ({ alice }) => (alice.active = false), {}],
	['they are a bot', 'account_not_a_person', ({ alice }) => (alice.kind = 'machine'), {}],
	['their account is gone', 'account_deleted', ({ core, alice }) => core.delete(alice.id), {}],
	['core is at its limit', 'too_many_logins', ({ core }) => (core.limited = true), {}],
])('where %s: %s', async (_, code, change, link) => {
	const world = await workspace(link);
	change(world);
	expect(await codeOf(issue(world))).toBe(code);
	expect(world.core.sessions).toEqual([]);
});

test('where core knows somebody else by that name, no ticket is issued', async () => {
	const world = await workspace();
	world.alice.casUser = undefined;
	world.core.has('mallory', { casUser });
	const { location } = await issue(world);
	// Core was asked by the username then, and knows the account by that from now on.
	const answer = await validateTicket(world.sealer, new URL(location).searchParams.get('ticket'), service, firstTime);
	expect(answer).toContain('<cas:user>alice</cas:user>');

	world.alice.casUser = 'another';
	world.core.has('eve', { casUser: 'alice' });
	expect(await codeOf(issue(world))).toBe('session_mismatch');
});

test('a role that came with this sign-in counts as well', async () => {
	const world = await workspace();
	const directory = {
		byId: async (id: string) => {
			const account = await world.core.byId(id);
			return account && world.core.sessions.length > 0 ? { ...account, roles: ['admin'] } : account;
		},
		byUsername: (username: string) => world.core.byUsername(username),
		byEmail: async () => 'unknown' as const,
		answers: async () => true,
		deactivate: async () => false,
		replaceCustomFields: async () => false,
	};
	expect(await codeOf(issue(world, { directory }))).toBe('native_button_refused');
	expect(logouts(world)).toBe(1);
});

test('with the other bridge it is as good as off', async () => {
	const world = await workspace();
	world.appSettings.change({ Session_bridge: 'rest' });
	await takeOverCasIfChosen(world.ports, world.sealer);
	expect(await codeOf(issue(world))).toBe('attempt_stale');
});
