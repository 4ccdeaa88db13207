import { Links } from '../../../../src/accounts/links';
import { learnLinks } from '../../../../src/features/people/learnLinks';
import { links as subcommand } from '../../../../src/features/people/linksCommand';
import { instanceOf } from '../../../../src/providers/instance';
import { textsFor } from '../../../../src/texts/texts';
import { importSetting } from '../../../../src/settings/people';
import { CoreAccounts } from '../../support/core';
import { portsWith } from '../../support/ports';
import { replyText } from '../../support/reply';
import { MemorySettings } from '../../support/settings';
import { MemoryStore } from '../../support/store';

const texts = textsFor('en', undefined);
const admin = { id: 'admin', username: 'ada', kind: 'person', active: true, roles: ['admin'], emails: [] } as const;
const url = 'https://people.example.com';

/** A workspace with Ann, Bob and an admin, and a provider for their identities. */
function setUp(list = '') {
	const [core, store] = [new CoreAccounts(), new MemoryStore()];
	const [ann, bob] = [core.has('ann'), core.has('bob')];
	core.has('boss', { roles: ['admin'] });
	const appSettings = new MemorySettings({ [importSetting.id]: list, API_Drupal_URL: url });
	const appSettingWriter = { updateValue: async (id: string, value: unknown) => appSettings.change({ [id]: value }) };
	const ports = portsWith({ directory: core, store, appSettings, appSettingWriter, now: () => 5 });
	const use = async (args: string[] = [], over = ports): Promise<string | undefined> =>
		replyText(await subcommand.run({ args, caller: admin, typed: true, texts, ports: over }));
	const code = async (): Promise<string> => /apply (\S+)`/.exec((await use())!)![1]!;
	return { core, store, ann, bob, appSettings, ports, use, code, links: new Links(store) };
}

const people = 'provider,subject,username\ndrupal,7,ann\ndrupal,8,bob';

test('is for admins only', () => expect(subcommand.adminOnly).toBe(true));

test('says how many are connected, by what, and what to do', async () => {
	const { use, links, store, ports } = setUp();
	await expect(use()).resolves.toMatch(
		/^Nobody is connected yet\.\n\nTo import links.*\n\nPeople who have not signed in since/,
	);
	await learnLinks({ id: 'u' }, ports);
	await expect(use()).resolves.toMatch(/\n\n[^\n]*connects nobody here now: .* import the links\. People who have not/);
	const link = { issuer: url, subject: 's', userId: 'u', generation: 0, linkedAt: 1 };
	const [drupal, okta] = [await instanceOf('drupal', store), await instanceOf('okta', store)];
	await links.link({ ...link, identity: 'a', provider: drupal, origin: 'core' });
	await links.link({ ...link, identity: 'a', provider: drupal, origin: 'core', casUser: 'ann' });
	await links.link({ ...link, identity: 'b', provider: drupal, origin: 'import' });
	await links.link({ ...link, identity: 'c', provider: drupal });
	await links.link({ ...link, identity: 'd', provider: okta });
	await links.link({ ...link, identity: 'e', provider: 'of a provider that is gone' });
	const counts = (await use())!.split('\n\n')[0];
	expect(counts).toBe(
		[
			'- `drupal` connected: 3; learnt from Rocket.Chat itself: 1, imported: 1',
			'- `okta` connected: 1; learnt from Rocket.Chat itself: 0, imported: 0',
		].join('\n'),
	);
});

test('shows what a list would do, and does exactly that', async () => {
	const { use, code, ann, bob, links, appSettings } = setUp(
		`${people}\ndrupal,9,boss\nips4,1,ann\ndrupal,0,x\ndrupal,10,nobody`,
	);
	const shown = (await use())!;
	expect(shown.split('\n\n').slice(1, 3).join('\n')).toBe(
		[
			'Lines in the list: 6.',
			'- 2 × will be connected',
			'- 1 × has a privileged role; must connect the account themselves',
			'- 1 × no such provider',
			'- 1 × not a valid id',
			'- 1 × no account with that username',
			'- line 3: `drupal` → `boss`: has a privileged role; must connect the account themselves',
			'- line 4: `ips4` → `ann`: no such provider',
			'- line 5: `drupal` → `x`: not a valid id',
			'- line 6: `drupal` → `nobody`: no account with that username',
		].join('\n'),
	);
	await expect(links.all()).resolves.toEqual([]);
	await expect(use(['apply', await code()])).resolves.toContain('Connected: 2.');
	await expect(links.of(ann.id)).resolves.toMatchObject([{ issuer: url, subject: '7', origin: 'import', linkedAt: 5 }]);
	await expect(links.of(bob.id)).resolves.toMatchObject([{ subject: '8' }]);
	await expect(links.all()).resolves.toHaveLength(2);

	await expect(appSettings.get(importSetting.id)).resolves.toBe('');
	appSettings.change({ [importSetting.id]: people });
	await expect(use()).resolves.toContain('- 2 × connected already');
});

test('who knows the list and the accounts can not make up the code', async () => {
	const [one, other] = [setUp(people), setUp(people)];
	expect([one.ann.id, one.bob.id]).toEqual([other.ann.id, other.bob.id]);
	expect(await one.code()).not.toBe(await other.code());
	expect(await one.code()).toBe(await one.code());
});

test.each<[string, (scene: ReturnType<typeof setUp>) => unknown]>([
	['the list has changed', ({ appSettings }) => appSettings.change({ [importSetting.id]: `${people}\ndrupal,9,x` })],
	['an account is another by now', ({ core, ann }) => (core.delete(ann.id), core.has('ann'))],
	['an account is deactivated', ({ ann }) => (ann.active = false)],
	['the provider has another server', ({ appSettings }) => appSettings.change({ API_Drupal_URL: '' })],
])('nothing is done where %s', async (_name, change) => {
	const scene = setUp(people);
	const code = await scene.code();
	await change(scene);
	await expect(scene.use(['apply', code])).resolves.toContain('Nothing was done');
	await expect(scene.links.all()).resolves.toEqual([]);
});

test.each([[undefined], [''], ['x']])('nothing is done with the code %p', async (code) => {
	const { use, links } = setUp(people);
	await expect(use(code === undefined ? ['apply'] : ['apply', code])).resolves.toContain('Nothing was done');
	await expect(links.all()).resolves.toEqual([]);
});

test('where a link can’t be stored, none is', async () => {
	const { use, code, store, ports, links } = setUp(people);
	const shown = await code();
	let adds = 0;
	const failing = store.by(async () => undefined);
	const add = failing.add.bind(failing);
	failing.add = async (key: string, ...rest: [object, ...string[]]) => {
		if (key.startsWith('link:') && (adds += 1) === 2) throw new Error('the store is full');
		return add(key, ...rest);
	};
	await expect(use(['apply', shown], { ...ports, store: failing })).rejects.toThrow('the store is full');
	expect(adds).toBe(2);
	await expect(links.all()).resolves.toEqual([]);
	// Nothing of it is held against the next try.
	await expect(use(['apply', await code()])).resolves.toContain('Connected: 2.');
});

test('goes by the name under which core’s CAS login knows the account already', async () => {
	const { use, code, ann, links } = setUp(people);
	const other = { identity: 'x', provider: 'okta', issuer: 'i', subject: 's', generation: 0, linkedAt: 1 };
	await links.link({ ...other, userId: ann.id, casUser: 'ann' });
	await use(['apply', await code()]);
	expect((await links.of(ann.id))[1]).toMatchObject({ subject: '7', casUser: 'ann' });
});

test.each([
	['drupal,7', 'It needs three columns, separated by commas: provider, subject, username. (line 1)'],
	['[{]', 'It needs three columns'],
	[Array(501).fill('drupal,7,ann').join('\n'), 'at most 500 at a time'],
])('says what is wrong with %p -> %s', async (list, expected) => {
	const { use } = setUp(list.slice(0, 100_000));
	await expect(use()).resolves.toContain(expected);
	await expect(use(['apply', 'x'])).resolves.toContain(expected);
});
