import type { Link } from '../../../src/accounts/links';
import { Links } from '../../../src/accounts/links';
import { Audit } from '../../../src/attempts/audit';
import type { LinkNews } from '../../../src/attempts/linkNotices';
import { left, linkWithNotice, tellLeft, tellOf, unlinkWithNotice } from '../../../src/attempts/linkNotices';
import { ProcessMemory } from '../../../src/host/memory';
import { CoreAccounts } from '../support/core';
import { Mailbox } from '../support/mailbox';
import { portsWith } from '../support/ports';
import type { Step } from '../support/store';
import { crashAt, MemoryStore } from '../support/store';

const news: LinkNews = {
	message: 'link_made',
	entry: { event: 'link_made', by: 'admin', what: 'https://id.example.com' },
};

function workspace() {
	const [core, store, mailbox, clock] = [new CoreAccounts(), new MemoryStore(), new Mailbox(), { time: 1_000_000 }];
	const { id: userId } = core.has('alice');
	const link: Link = {
		...{ identity: 'i', provider: 'okta', issuer: 'https://id.example.com', subject: '1' },
		...{ userId, generation: 0, linkedAt: 1 },
	};
	const now = (): number => clock.time;
	/** The ports of another process, which dies with `step`. */
	const process = (step: Step = async () => undefined) =>
		portsWith({
			...{ store: store.by(step), directory: core, now, memory: new ProcessMemory() },
			messenger: {
				tell: async (account, message) => {
					await step();
					await mailbox.tell(account, message);
					await step();
				},
			},
		});
	const entries = async () =>
		(await new Audit(process()).all()).map(({ event, by, userId: whom }) => [event, by, whom]);
	return { clock, store, mailbox, link, userId, process, entries, links: new Links(store) };
}

const make = async ({ link }: ReturnType<typeof workspace>, ports: ReturnType<typeof portsWith>) =>
	tellOf(await linkWithNotice(link, news, ports), ports);
const remove = async ({ link }: ReturnType<typeof workspace>, ports: ReturnType<typeof portsWith>) =>
	tellOf(await unlinkWithNotice(link, { event: 'link_removed', by: 'admin' }, ports), ports);

test.each([
	['made', make, 'link_made', true],
	['removed', remove, 'link_removed', false],
] as const)('a link that is %s is told at once, and leaves no notice', async (_name, act, event, isLinked) => {
	const world = workspace();
	if (!isLinked) await world.links.link(world.link);
	expect(await act(world, world.process())).toBe(true);
	expect(await world.entries()).toEqual([[event, 'admin', world.userId]]);
	expect(world.mailbox.messages).toHaveLength(1);
	expect(world.store.count('link-notice:')).toBe(0);
	expect((await world.links.find('i')).link !== undefined).toBe(isLinked);
});

test('to tell of a link costs a few reads and writes, however many providers there are', async () => {
	const world = workspace();
	let steps = 0;
	await make(
		world,
		world.process(async () => {
			steps += 1;
		}),
	);
	// Two steps each: the notice, the link, what was pending, the name of the provider, the message, the audit, the notice.
	expect(steps).toBeLessThanOrEqual(14);
});

describe.each([
	['made', make, true],
	['removed', remove, false],
] as const)('a process that dies at any step while a link is %s', (_name, act, makes) => {
	test('leaves what the next one tells: once to the audit, and to the owner', async () => {
		let [doubled, told, n] = [0, 0, 0];
		for (let isOver = false; !isOver; n++) {
			const world = workspace();
			if (!makes) await world.links.link(world.link);
			const crash = crashAt(n + 1);
			await act(world, world.process(crash)).catch(() => undefined);
			isOver = !crash.crashed;

			world.clock.time += left;
			await tellLeft(world.process());
			const isChanged = ((await world.links.find('i')).link !== undefined) === makes;
			const { messages } = world.mailbox;
			expect({ n, entries: (await world.entries()).length }).toEqual({ n, entries: isChanged ? 1 : 0 });
			expect({ n, told: messages.length > 0 }).toEqual({ n, told: isChanged });
			expect(world.store.count('link-notice:')).toBe(0);
			if (messages.length > 1) doubled += 1;
			if (isChanged) told += 1;
		}
		// Between the message and its entry in the audit there is a moment; nothing else is told twice.
		expect(doubled).toBeLessThanOrEqual(3);
		expect(told).toBeGreaterThan(doubled);
	});
});

test('what another instance is about to tell is left to it', async () => {
	const world = workspace();
	const notice = await linkWithNotice(world.link, news, world.process());
	world.clock.time += left - 1;
	await tellLeft(world.process());
	expect(world.mailbox.messages).toEqual([]);
	await tellOf(notice, world.process());
	world.clock.time += left;
	await tellLeft(world.process());
	expect(world.mailbox.messages).toHaveLength(1);
});

test('whom no message can be sent to is in the audit all the same', async () => {
	const world = workspace();
	world.mailbox.readOnly = true;
	expect(await make(world, world.process())).toBe(false);
	expect(await world.entries()).toHaveLength(1);
	expect(world.store.count('link-notice:')).toBe(0);
});
