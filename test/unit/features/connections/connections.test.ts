import type { Link } from '../../../../src/accounts/links';
import { Links } from '../../../../src/accounts/links';
import { announce } from '../../../../src/accounts/announce';
import { connectionsOf, unlinkIdentity } from '../../../../src/features/connections/connections';
import { instanceOf } from '../../../../src/providers/instance';
import type { Mailbox } from '../../support/mailbox';
import { readyWorkspace } from '../../support/workspace';
import { providersByInstance } from '../../../../src/settings/providersByInstance';

const linkOf = (provider: string, identity: string, more: Partial<Link> = {}): Link => ({
	...{ provider, identity, issuer: 'https://id.example', subject: `subject-of-${identity}`, userId: 'u1' },
	...{ generation: 0, linkedAt: 1 },
	...more,
});

/** A workspace where Okta is set up and Apple is not. */
async function workspace() {
	const world = readyWorkspace();
	const [okta, apple] = await Promise.all([instanceOf('okta', world.store), instanceOf('apple', world.store)]);
	const links = new Links(world.store);
	return { ...world, okta, apple, links, providers: await providersByInstance(world.ports) };
}

describe('which may go', () => {
	type Case = [string, (world: { okta: string; apple: string }) => Link[], boolean, boolean[]];
	test.each<Case>([
		['the only one', ({ okta }) => [linkOf(okta, 'a')], false, [false]],
		['the only one of somebody with a password', ({ okta }) => [linkOf(okta, 'a')], true, [true]],
		['one of two', ({ okta }) => [linkOf(okta, 'a'), linkOf(okta, 'b')], false, [true, true]],
		[
			'one beside a provider that is switched off: that is no way in',
			({ okta, apple }) => [linkOf(okta, 'a'), linkOf(apple, 'b')],
			false,
			[false, true],
		],
		[
			'one beside a provider that is gone',
			({ okta }) => [linkOf(okta, 'a'), linkOf('an instance of old', 'b')],
			false,
			[false, true],
		],
		['two that are no way in', ({ apple }) => [linkOf(apple, 'a'), linkOf('old', 'b')], false, [false, false]],
	])('%s', async (_name, given, hasPassword, expected) => {
		const world = await workspace();
		const found = connectionsOf(given(world), hasPassword, world.providers);
		expect(found.map(({ removable }) => removable)).toEqual(expected);
	});
});

describe('removing', () => {
	const anybody = { userId: 'u1', hasPassword: false };

	test('takes the link away for good: the identity is met as another from then on', async () => {
		const { links, okta, ports } = await workspace();
		await links.link(linkOf(okta, 'a'));
		await links.link(linkOf(okta, 'b'));
		await expect(unlinkIdentity('a', anybody, ports)).resolves.toMatchObject({ identity: 'a' });
		expect((await links.of('u1')).map(({ identity }) => identity)).toEqual(['b']);
		const state = await links.find('a');
		expect([state.link, state.generation]).toEqual([undefined, 1]);
	});

	test.each<[string, unknown]>([
		['somebody else’s', 'c'],
		['none', 'nothing'],
		['a query', { $ne: 'x' }],
	])('%s removes nothing', async (_name, identity) => {
		const { links, okta, ports } = await workspace();
		await links.link(linkOf(okta, 'a'));
		await links.link(linkOf(okta, 'b'));
		await links.link(linkOf(okta, 'c', { userId: 'u2' }));
		expect(await unlinkIdentity(identity, anybody, ports)).toBeUndefined();
		expect([await links.of('u1'), await links.of('u2')].map((list) => list.length)).toEqual([2, 1]);
	});

	test('the last way in stays', async () => {
		const { links, okta, ports } = await workspace();
		await links.link(linkOf(okta, 'a'));
		expect(await unlinkIdentity('a', anybody, ports)).toBe('last');
		expect(await links.of('u1')).toHaveLength(1);
		await expect(unlinkIdentity('a', { ...anybody, hasPassword: true }, ports)).resolves.toBeDefined();
	});

	test('of the last two at the same time one stays', async () => {
		const { links, okta, ports } = await workspace();
		await links.link(linkOf(okta, 'a'));
		await links.link(linkOf(okta, 'b'));
		await Promise.all(['a', 'b'].map((identity) => unlinkIdentity(identity, anybody, ports)));
		expect((await links.of('u1')).length).toBeGreaterThanOrEqual(1);
	});
});

describe('the owner', () => {
	test.each([
		['link_made', /^From now on, an account at Okta signs you in to Example\./],
		['link_removed', /^The account at Okta no longer signs you in to Example\./],
	] as const)('is told of a change: %s', async (event, text) => {
		const { ports, okta, core } = await workspace();
		await announce({ event, userId: core.has('alice').id, instance: okta }, ports);
		expect((ports.messenger as Mailbox).messages).toEqual([
			{
				username: 'alice',
				text: expect.stringMatching(text) as string,
				link: {
					label: 'Connected accounts',
					url: expect.stringMatching(/^https:.*\/api\/apps\/public\/an-app\/connections$/) as string,
				},
			},
		]);
	});

	test('who can not be told is changed all the same', async () => {
		const { ports, okta, core } = await workspace();
		(ports.messenger as Mailbox).readOnly = true;
		await announce({ event: 'link_made', userId: core.has('alice').id, instance: okta }, ports);
		await announce({ event: 'link_made', userId: 'nobody', instance: okta }, ports);
		expect((ports.messenger as Mailbox).messages).toEqual([]);
	});
});
