import { identityKey, Links } from '../../../../src/accounts/links';
import { Requests } from '../../../../src/accounts/requests';
import { Audit } from '../../../../src/attempts/audit';
import { linkWithNotice } from '../../../../src/attempts/linkNotices';
import { approve, refuse, requests } from '../../../../src/features/people/requestsCommand';
import type { Subcommand } from '../../../../src/commands/subcommand';
import { textsFor } from '../../../../src/texts/texts';
import { alice } from '../../support/applicant';
import { CoreAccounts } from '../../support/core';
import { Mailbox } from '../../support/mailbox';
import { portsWith } from '../../support/ports';
import { replyText } from '../../support/reply';

const texts = textsFor('en', undefined);
const admin = { id: 'admin', username: 'ada', kind: 'person', active: true, roles: ['admin'], emails: [] } as const;

/** Alice has asked, in a workspace where Bob is. */
async function setUp() {
	const [core, messenger] = [new CoreAccounts(), new Mailbox()];
	const ports = portsWith({ directory: core, messenger, now: () => Date.UTC(2026, 0, 2, 3, 4) });
	// Alice's identity is one of this instance.
	await ports.store.add('instance:okta', { providerId: 'okta', id: alice.provider }, 'instances');
	const bob = core.has('bob');
	const identity = await identityKey(alice);
	const { request } = await new Requests(ports).ask(identity, 'okta', alice, 'create', 'alice');
	const use = async (subcommand: Subcommand, ...args: string[]): Promise<string | undefined> =>
		replyText(await subcommand.run({ args, caller: admin, typed: true, texts, ports }));
	/** Has an account connected: first it is shown, with a code to confirm it. */
	const connectTo = async (username: string, reference = request.reference): Promise<string | undefined> => {
		const shown = (await use(approve, reference, username))!;
		const confirmation = /approve \S+ \S+ ([\w-]{10})`/.exec(shown)?.[1];
		return confirmation === undefined ? shown : use(approve, reference, username, confirmation);
	};
	const answer = (): Promise<unknown> => new Requests(ports).answerTo(identity);
	return { core, messenger, ports, bob, identity, request, use, connectTo, answer, links: new Links(ports.store) };
}

test('are for admins only', () => {
	expect([requests, approve, refuse].map(({ adminOnly }) => adminOnly)).toEqual([true, true, true]);
});

test('shows who waits, and nothing that means something in a message', async () => {
	const { use, ports, request } = await setUp();
	const mean = { ...alice, subject: '2', name: '`@all` [click](https://evil.example)\n# me', email: undefined };
	const { request: other } = await new Requests(ports).ask('other', 'okta', mean, 'connect');
	const lines = (await use(requests))!.split('\n');
	expect(lines.slice(1, 3)).toEqual([
		`- \`${request.reference}\` · \`okta\` · \`alice\` · \`Alice\` · \`a…@g….com\` (confirmed by the provider) · \`id.example.com, …1\` · wants an account · 2026-01-02 03:04:00Z`,
		`- \`${other.reference}\` · \`okta\` · \`alice\` · \` @all  [click](https://evil.example) # me\` · \`id.example.com, …2\` · has an account and wants to be connected to it · 2026-01-02 03:04:00Z`,
	]);
	expect(lines.at(-1)).toContain('/oauth-login approve');
});

test('nobody waits', async () => {
	const { use, request } = await setUp();
	await use(refuse, request.reference);
	await expect(use(requests)).resolves.toBe('Nobody waits for an approval.');
});

test.each<[string, Subcommand, string]>([
	['yes', approve, 'approved'],
	['no', refuse, 'refused'],
])('%s', async (_name, subcommand, expected) => {
	const { use, request, answer, messenger } = await setUp();
	await expect(use(subcommand, request.reference.toLowerCase())).resolves.toContain(
		`\`${request.reference}\`: \`Alice\``,
	);
	await expect(answer()).resolves.toBe(expected);
	expect(messenger.messages).toEqual([]);
});

test.each<[Subcommand, string[]]>([
	[approve, []],
	[approve, ['']],
	[approve, ['ABCDEFGH']],
	[approve, ['ABCDEFGH', 'bob']],
	[refuse, []],
	[refuse, ['ABCDEFGH']],
])('an unknown reference: %p %p', async (subcommand, args) => {
	const { use, answer } = await setUp();
	await expect(use(subcommand, ...args)).resolves.toContain('There is no request with this reference.');
	await expect(answer()).resolves.toBeUndefined();
});

test('nobody is promised a username that somebody has', async () => {
	const { core, use, request, answer } = await setUp();
	core.has('alice');
	await expect(use(approve, request.reference)).resolves.toContain('there is an account `alice` already');
	await expect(answer()).resolves.toBeUndefined();
});

test('does not approve of an account for somebody who has one', async () => {
	const { use, ports, connectTo } = await setUp();
	const { request } = await new Requests(ports).ask('other', 'okta', { ...alice, username: 'fresh' }, 'connect');
	await expect(use(approve, request.reference)).resolves.toContain('write its username after the reference');
	await expect(new Requests(ports).answerTo('other')).resolves.toBeUndefined();
	await expect(connectTo('bob', request.reference)).resolves.toContain('signs in to `bob`');
});

test('connects an account that exists, and tells its owner', async () => {
	const { connectTo, request, answer, messenger, bob, links, identity, ports } = await setUp();
	await expect(connectTo('@bob')).resolves.toBe(
		`\`${request.reference}\`: \`Alice\` signs in to \`bob\` from now on. The owner of the account was told.`,
	);
	const { provider, issuer, subject } = alice;
	await expect(links.of(bob.id)).resolves.toEqual([
		{
			...{ identity, provider, issuer, subject, generation: 0, userId: bob.id, linkedAt: ports.now(), origin: 'admin' },
			person: 'alice',
		},
	]);
	expect(messenger.messages).toEqual([
		{
			username: 'bob',
			text: expect.stringContaining('An administrator has connected a Okta sign-in') as unknown,
			link: { label: 'Connected accounts', url: expect.stringMatching(/^https:.*\/connections$/) as unknown },
		},
	]);
	await expect(new Requests(ports).waiting()).resolves.toEqual([]);
	await expect(answer()).resolves.toBeUndefined();
});

test('says so where the owner can’t be told', async () => {
	const { connectTo, messenger } = await setUp();
	messenger.readOnly = true;
	await expect(connectTo('bob')).resolves.toContain('could not be told');
});

test.each<[string, (core: CoreAccounts) => unknown, string]>([
	['nobody', () => undefined, 'There is no account `x`'],
	['somebody in other letters', (core) => core.has('X'), 'There is no account `x`'],
	['a bot', (core) => core.has('x', { kind: 'machine' }), 'cannot be connected this way'],
	['somebody deactivated', (core) => core.has('x', { active: false }), 'cannot be connected this way'],
	['an admin', (core) => core.has('x', { roles: ['user', 'admin'] }), 'cannot be connected this way'],
])('does not connect %s', async (_name, prepare, expected) => {
	const { core, use, request, messenger, links, answer } = await setUp();
	prepare(core);
	await expect(use(approve, request.reference, 'x')).resolves.toContain(expected);
	await expect(links.all()).resolves.toEqual([]);
	await expect(answer()).resolves.toBeUndefined();
	expect(messenger.messages).toEqual([]);
});

test('does not connect somebody who is connected by now', async () => {
	const { use, request, links, identity } = await setUp();
	const { provider, issuer, subject } = alice;
	await links.link({ identity, provider, issuer, subject, userId: 'else', generation: 0, linkedAt: 1 });
	await expect(use(approve, request.reference, 'bob')).resolves.toContain('is connected to an account already');
	await expect(links.all()).resolves.toHaveLength(1);
});

test('a connection that was cut off before it was told is brought to its end by the same command', async () => {
	const { connectTo, links, identity, bob, messenger, ports } = await setUp();
	const { provider, issuer, subject } = alice;
	await linkWithNotice(
		{ identity, provider, issuer, subject, userId: bob.id, generation: 0, linkedAt: 1, origin: 'admin' },
		{ message: 'link_by_admin', entry: { event: 'link_made', by: admin.id } },
		ports,
	);
	await expect(connectTo('bob')).resolves.toContain('signs in to `bob` from now on');
	await expect(links.of(bob.id)).resolves.toHaveLength(1);
	await expect(new Requests(ports).waiting()).resolves.toEqual([]);
	expect(messenger.messages).toHaveLength(1);
	expect((await new Audit(ports).all()).map(({ event }) => event)).toEqual(['link_made']);
});

describe('the command that connects an account', () => {
	test('as a button of a message could hold it does nothing but show what it would do', async () => {
		const { use, request, links, messenger } = await setUp();
		const shown = await use(approve, request.reference, 'bob');
		expect(shown).toMatch(
			new RegExp(`would sign in to \`bob\`.*\`/oauth-login approve ${request.reference} bob [\\w-]{10}\``),
		);
		expect([await links.all(), messenger.messages]).toEqual([[], []]);
	});

	test.each<[string, (setting: Awaited<ReturnType<typeof setUp>>, shown: string) => string[]]>([
		['made up', ({ request }) => [request.reference, 'bob', 'AAAAAAAAAA']],
		['for another account', ({ request }, shown) => [request.reference, 'eve', shown]],
	])('does nothing with a code that is %s', async (_name, argsOf) => {
		const setting = await setUp();
		setting.core.has('eve');
		const shown = (await setting.use(approve, setting.request.reference, 'bob'))!;
		const args = argsOf(setting, / ([\w-]{10})`/.exec(shown)![1]!);
		await expect(setting.use(approve, ...args)).resolves.toContain('would sign in to');
		await expect(setting.links.all()).resolves.toEqual([]);
	});

	test('does nothing with the code of another admin', async () => {
		const { use, request, ports, links } = await setUp();
		const shown = (await use(approve, request.reference, 'bob'))!;
		const args = [request.reference, 'bob', / ([\w-]{10})`/.exec(shown)![1]!];
		await approve.run({ args, caller: { ...admin, id: 'another' }, typed: true, texts, ports });
		await expect(links.all()).resolves.toEqual([]);
	});
});

test('everybody of a provider who waits is refused at once', async () => {
	const { use, answer, ports } = await setUp();
	await new Requests(ports).ask('other', 'forum', { ...alice, subject: '2' }, 'create');
	await expect(use(refuse, 'all', 'nobody')).resolves.toContain('Refused: 0.');
	await expect(use(refuse, 'all')).resolves.toContain('There is no request');
	await expect(use(refuse, 'all', 'okta')).resolves.toContain('Refused: 1.');
	await expect(answer()).resolves.toBe('refused');
	await expect(new Requests(ports).waiting()).resolves.toMatchObject([{ identity: 'other' }]);
});
