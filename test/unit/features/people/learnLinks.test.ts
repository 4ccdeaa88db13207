import { learnLinks } from '../../../../src/features/people/learnLinks';
import { identityKey, Links } from '../../../../src/accounts/links';
import { instanceOf } from '../../../../src/providers/instance';
import { learningSetting } from '../../../../src/settings/people';
import { CoreAccounts } from '../../support/core';
import { portsWith, workspaceSettings } from '../../support/ports';
import { MemorySettings } from '../../support/settings';
import { MemoryStore } from '../../support/store';
import type { Ports } from '../../../../src/ports/ports';

const url = 'https://people.example.com';
const drupal = {
	...{ Accounts_OAuth_Drupal: true, API_Drupal_URL: url },
	...{ Accounts_OAuth_Drupal_id: 'client', Accounts_OAuth_Drupal_secret: 'secret' },
};

/** A workspace where Ann was signed in by core's Drupal, and where the app has that server as well. */
function setUp(app: Record<string, unknown> = {}, server: Record<string, unknown> = {}) {
	const [core, store] = [new CoreAccounts(), new MemoryStore()];
	const ann = core.has('ann');
	const ports: Ports = portsWith({
		...{ directory: core, store, now: () => 5 },
		appSettings: new MemorySettings({ ...drupal, ...app }),
		serverSettings: new MemorySettings({ ...workspaceSettings, API_Drupal_URL: `${url}/`, ...server }),
	});
	return { core, store, ann, ports, links: new Links(store) };
}

/** As 7.7.1 hands it over. */
const document = (userId: unknown, services: unknown = { drupal: { id: '7' } }): Record<string, unknown> => ({
	...{ _id: userId, username: 'ann', name: 'Ann Secret', emails: [{ address: 'ann@private.example', verified: true }] },
	...{ type: 'user', active: true, roles: ['user'] },
	services:
		typeof services === 'object' && services !== null
			? {
					password: { bcrypt: '$2b$10$hash-of-a-password' },
					resume: { loginTokens: [{ hashedToken: 'hash-of-a-token' }] },
					...services,
				}
			: services,
});

test('links whom core knows, and keeps nothing else of the document', async () => {
	const { store, ann, ports, links } = setUp();
	const services = { drupal: { id: 7, email: 'ann@private.example', accessToken: 'secret-access-token' } };
	await learnLinks(document(ann.id, services), ports);
	const provider = await instanceOf('drupal', store);
	const identity = await identityKey({ provider, issuer: url, subject: '7' });
	await expect(links.of(ann.id)).resolves.toEqual([
		{ identity, provider, issuer: url, subject: '7', generation: 0, userId: ann.id, linkedAt: 5, origin: 'core' },
	]);
	expect(store.dump()).not.toMatch(/secret|private|hash-of|Ann/i);

	await learnLinks(document(ann.id, services), ports);
	await expect(links.all()).resolves.toHaveLength(1);
});

test('goes by the name under which core’s CAS login knows the account already', async () => {
	const { ann, ports, links } = setUp();
	await links.link({
		...{ identity: 'other', provider: 'okta', issuer: 'i', subject: 's', generation: 0 },
		...{ userId: ann.id, linkedAt: 1, casUser: 'ann' },
	});
	await learnLinks(document(ann.id), ports);
	expect((await links.of(ann.id))[1]).toMatchObject({ issuer: url, casUser: 'ann' });
});

type Scene = ReturnType<typeof setUp>;

/** What there is about Ann's identity beforehand. */
const known = async ({ store, links, ann }: Scene, userId: string, then: (links: Links) => Promise<unknown>) => {
	const provider = await instanceOf('drupal', store);
	const key = { provider, issuer: url, subject: '7' };
	await links.link({ ...key, identity: await identityKey(key), generation: 0, userId: userId || ann.id, linkedAt: 1 });
	await then(links);
};

test.each<[string, () => Scene, (scene: Scene) => unknown, ((scene: Scene) => Promise<unknown>)?]>([
	['nothing', setUp, () => undefined],
	['a text', setUp, () => 'document'],
	['a list', setUp, ({ ann }) => [document(ann.id)]],
	['what other versions may send: the user inside', setUp, ({ ann }) => ({ user: document(ann.id) })],
	['no services', setUp, ({ ann }) => document(ann.id, null)],
	['services of another shape', setUp, ({ ann }) => document(ann.id, 'drupal')],
	['an id of another shape', setUp, ({ ann }) => document(ann.id, { drupal: { id: { $gt: '' } } })],
	['a service of another shape', setUp, ({ ann }) => document(ann.id, { drupal: '7' })],
	['no account', setUp, () => document(undefined)],
	['a query for an account', setUp, () => document({ $ne: '' })],
	['an account that is gone', setUp, () => document('gone')],
	['a bot', setUp, ({ core }) => document(core.has('bot', { kind: 'machine' }).id)],
	['a deactivated account', setUp, ({ core }) => document(core.has('idle', { active: false }).id)],
	[
		'another server of core’s',
		() => setUp({}, { API_Drupal_URL: 'https://old.example.com' }),
		({ ann }) => document(ann.id),
	],
	['no server of core’s', () => setUp({}, { API_Drupal_URL: '' }), ({ ann }) => document(ann.id)],
	['a provider that is off', () => setUp({ Accounts_OAuth_Drupal: false }), ({ ann }) => document(ann.id)],
	['a provider that is not ready', () => setUp({ Accounts_OAuth_Drupal_secret: '' }), ({ ann }) => document(ann.id)],
	['a provider that is none of core’s', setUp, ({ ann }) => document(ann.id, { okta: { id: '7' } })],
	['learning switched off', () => setUp({ [learningSetting.id]: 'no' }), ({ ann }) => document(ann.id)],
	[
		'a link that its owner removed',
		setUp,
		({ ann }) => document(ann.id),
		(scene) => known(scene, '', async (links) => links.unlink((await links.of(scene.ann.id))[0]!)),
	],
	[
		'an account that is about to be created for it',
		setUp,
		({ ann }) => document(ann.id),
		async ({ store, links }) => {
			const identity = await identityKey({ provider: await instanceOf('drupal', store), issuer: url, subject: '7' });
			await links.reserve({ identity, casUser: 'c', secret: 's', generation: 0, username: 'x', startedAt: 1 });
		},
	],
])('%s: no link', async (_name, make, documentOf, before = async () => undefined) => {
	const scene = make();
	await before(scene);
	await learnLinks(documentOf(scene), scene.ports);
	await expect(scene.links.all()).resolves.toEqual([]);
});

test('leaves an identity to the account that it is linked to', async () => {
	const scene = setUp();
	await known(scene, 'somebody else', async () => undefined);
	await learnLinks(document(scene.ann.id), scene.ports);
	await expect(scene.links.of(scene.ann.id)).resolves.toEqual([]);
	await expect(scene.links.of('somebody else')).resolves.toHaveLength(1);
});

test('links an identity anew whose account was deleted: core has another for it', async () => {
	const scene = setUp();
	await known(scene, 'deleted', (links) => links.unlinkAllOf('deleted'));
	await learnLinks(document(scene.ann.id), scene.ports);
	await expect(scene.links.of(scene.ann.id)).resolves.toMatchObject([{ generation: 1 }]);
});

test('reads no settings of providers for somebody who has a password only', async () => {
	const { ann, ports } = setUp();
	const read: string[] = [];
	const note = async (id: string): Promise<undefined> => {
		read.push(id);
		return undefined;
	};
	const appSettings = { get: note, stored: note, refresh: () => undefined };
	await learnLinks(document(ann.id, {}), { ...ports, appSettings });
	expect(read).toEqual(['Accounts_OAuth_Custom']);
});
