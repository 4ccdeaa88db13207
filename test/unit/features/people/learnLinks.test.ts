import { learnLinks } from '../../../../src/features/people/learnLinks';
import { identityKey, Links } from '../../../../src/accounts/links';
import { instanceOf } from '../../../../src/providers/instance';
import { learningSetting } from '../../../../src/settings/people';
import { privilegedRoles } from '../../../../src/settings/privileged';
import { Audit } from '../../../../src/attempts/audit';
import { learningNote } from '../../../../src/features/people/coreEvents';
import { ProcessMemory } from '../../../../src/host/memory';
import { Sealer } from '../../../../src/browser/seal';
import { checkAndTakeOverCas } from '../../../../src/workspace/bridgeHealth';
import { CoreAccounts } from '../../support/core';
import { Mailbox } from '../../support/mailbox';
import { appPath, portsWith, workspaceSettings } from '../../support/ports';
import { answerSelfCheck } from '../../support/selfCheck';
import { MemorySettings } from '../../support/settings';
import { MemoryStore } from '../../support/store';
import type { Answer } from '../../support/transport';
import { nobodyAnswers, ScriptedTransport } from '../../support/transport';
import type { Ports } from '../../../../src/ports/ports';

const url = 'https://people.example.com';
const drupal = {
	...{ Accounts_OAuth_Drupal: true, API_Drupal_URL: url },
	...{ Accounts_OAuth_Drupal_id: 'client', Accounts_OAuth_Drupal_secret: 'secret' },
};

/** A workspace where Ann was signed in by core's Drupal, and where the app has that server as well. */
function setUp(app: Record<string, unknown> = {}, server: Record<string, unknown> = {}) {
	const [core, store, mailbox] = [new CoreAccounts(), new MemoryStore(), new Mailbox()];
	const ann = core.has('ann');
	const ports: Ports = portsWith({
		...{ directory: core, store, now: () => 5 },
		appSettings: new MemorySettings({ ...drupal, ...app }),
		serverSettings: new MemorySettings({
			...{ ...workspaceSettings, Accounts_OAuth_Drupal: true, API_Drupal_URL: `${url}/` },
			...server,
		}),
		messenger: mailbox,
	});
	return { core, store, ann, mailbox, ports, links: new Links(store) };
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
	expect(store.dump()).not.toMatch(/secret|private|hash-of-|Ann Secret/i);

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

test('the owner is told, and the audit says it', async () => {
	const { ann, ports, mailbox } = setUp();
	await learnLinks(document(ann.id), ports);
	await learnLinks(document(ann.id), ports);
	expect(mailbox.messages).toMatchObject([{ username: 'ann', text: expect.stringContaining('Drupal') as string }]);
	await expect(new Audit(ports).all()).resolves.toMatchObject([
		{ event: 'link_learnt', userId: ann.id, provider: 'drupal', which: 'people.example.com, …7' },
	]);
});

describe('where core’s event says nothing of services, as from 8.x on', () => {
	const local = 'http://127.0.0.1:3000';
	const services = { password: true, drupal: { id: '7', accessToken: 'secret-access-token' } };

	/** A workspace whose service account can open sessions, unless it can't. */
	function withServiceAccount(app: Record<string, unknown> = {}, answers: Record<string, Answer> = {}) {
		const account = { Session_rest_user_id: 'service', Session_rest_token: 'token', Session_bridge: 'rest' };
		const scene = setUp({ ...account, ...app });
		const update = ['create-user', 'user-generate-access-token'].map((_id) => ({ _id, roles: ['admin'] }));
		const rest: Record<string, Answer> = {
			me: { body: { _id: 'service', username: 'signer', roles: ['admin'] } },
			'permissions.listAll': { body: { update } },
			logout: { body: '' },
			...answers,
		};
		const transport = new ScriptedTransport((request, address) => {
			if (address.origin !== local) nobodyAnswers(address);
			const endpoint = address.pathname.replace('/api/v1/', '');
			if (endpoint === `${appPath}/self`) return answerSelfCheck(request, portsWith({ ...scene.ports }));
			const { userId } = JSON.parse(request.body ?? '{}') as { userId?: string };
			if (endpoint === 'users.createToken') return { body: { data: { userId, authToken: `session of ${userId}` } } };
			if (endpoint !== 'users.info') return rest[endpoint] ?? { status: 404 };
			const isOwn = request.headers!['X-Auth-Token'] === `session of ${address.searchParams.get('userId')}`;
			return rest[endpoint] ?? { body: { user: { _id: 'x', ...(isOwn && { services }) } } };
		});
		const ended = (): unknown[] =>
			transport.requests
				.filter((request) => request.url.endsWith('/logout'))
				.map(({ headers }) => headers!['X-User-Id']);
		return { ...scene, transport, ended, ports: { ...scene.ports, transport } };
	}

	/** As 8.3 hands it over. */
	const event = (id: unknown): Record<string, unknown> => ({ id, username: 'ann', type: 'user', roles: ['user'] });
	const sessionsOf = ({ transport }: ReturnType<typeof withServiceAccount>, id: string): number =>
		transport.requests.filter(
			(request) => request.url.endsWith('createToken') && request.body!.includes(JSON.stringify(id)),
		).length;

	test('the service account asks in the person’s name, and ends that session', async () => {
		const scene = withServiceAccount();
		await checkAndTakeOverCas(scene.ports, new Sealer(scene.ports));
		await learnLinks(event(scene.ann.id), scene.ports);
		await expect(scene.links.of(scene.ann.id)).resolves.toMatchObject([{ subject: '7', origin: 'core' }]);
		expect(scene.ended()).toContain(scene.ann.id);
		expect(scene.store.dump()).not.toContain('secret-access-token');
		await expect(learningNote(scene.store, scene.ports.appSettings)).resolves.toBe('learning_by_service_account');
	});

	test('but not again for somebody of whom everything is known', async () => {
		const scene = withServiceAccount();
		await learnLinks(event(scene.ann.id), scene.ports);
		await learnLinks(event(scene.ann.id), { ...scene.ports, memory: new ProcessMemory() });
		expect(sessionsOf(scene, scene.ann.id)).toBe(1);
	});

	test('and once a day for somebody of whom there is nothing to know', async () => {
		const scene = withServiceAccount({}, { 'users.info': { body: { user: { services: { password: true } } } } });
		let time = 1_700_000_000_000;
		const ports = { ...scene.ports, now: () => time };
		await learnLinks(event(scene.ann.id), ports);
		await learnLinks(event(scene.ann.id), ports);
		expect(sessionsOf(scene, scene.ann.id)).toBe(1);
		time += 24 * 3600_000;
		await learnLinks(event(scene.ann.id), ports);
		expect(sessionsOf(scene, scene.ann.id)).toBe(2);
		expect(scene.ended().filter((id) => id === scene.ann.id)).toHaveLength(2);
	});

	test('the session is ended although the answer can’t be read', async () => {
		const scene = withServiceAccount({}, { 'users.info': { body: { user: {} } } });
		await learnLinks(event(scene.ann.id), scene.ports).catch(() => undefined);
		expect(scene.ended()).toContain(scene.ann.id);
	});

	test.each<[string, (scene: ReturnType<typeof withServiceAccount>) => string, Record<string, unknown>]>([
		['an admin', ({ core }) => core.has('chief', { roles: ['admin'] }).id, {}],
		['a bot', ({ core }) => core.has('bot', { kind: 'machine' }).id, {}],
		['a deactivated account', ({ core }) => core.has('idle', { active: false }).id, {}],
		['nobody while learning is off', ({ ann }) => ann.id, { [learningSetting.id]: 'no' }],
		['nobody while the provider is off', ({ ann }) => ann.id, { Accounts_OAuth_Drupal: false }],
	])('%s is asked about in nobody’s name', async (_name, who, app) => {
		const scene = withServiceAccount(app);
		const id = who(scene);
		await learnLinks(event(id), scene.ports);
		expect(sessionsOf(scene, id)).toBe(0);
		await expect(scene.links.all()).resolves.toEqual([]);
	});

	test('without a service account nobody is learnt, and the admin is told', async () => {
		const { ann, ports, store, links } = setUp();
		await expect(learningNote(store, ports.appSettings)).resolves.toBeUndefined();
		await learnLinks(event(ann.id), ports);
		await expect(links.all()).resolves.toEqual([]);
		await expect(learningNote(store, ports.appSettings)).resolves.toBe('learning_not_told');
		await learnLinks(document(ann.id), ports);
		await expect(learningNote(store, ports.appSettings)).resolves.toBeUndefined();
	});
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
	['core’s own sign-in off', () => setUp({}, { Accounts_OAuth_Drupal: false }), ({ ann }) => document(ann.id)],
	['core’s own sign-in gone', () => setUp({}, { Accounts_OAuth_Drupal: undefined }), ({ ann }) => document(ann.id)],
	['an admin', setUp, ({ core }) => document(core.has('chief', { roles: ['user', 'admin'] }).id)],
	[
		'somebody whose role the admin of the app calls privileged',
		() => setUp({ [privilegedRoles.id]: 'auditor' }),
		({ core }) => document(core.has('auditor', { roles: ['user', 'auditor'] }).id),
	],
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
