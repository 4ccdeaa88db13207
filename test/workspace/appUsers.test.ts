import type { UserDocument, Workspace } from './index';
import { Client } from './testing/client';
import './testing/quietEngine';
import { createdUser, seenBy, setSceneWithApp } from './testing/scene';
import type { Scene } from './testing/scene';

let scene: Scene;
let workspace: Workspace;
let app: Client;
let admin: Client;

beforeAll(async () => {
	// The newest that was seen. Its apps run in Deno, on the way to which what is absent becomes null.
	scene = await setSceneWithApp({ profile: '8.3' });
	({ workspace, admin, nobody: app } = scene);
});

describe('users', () => {
	const READ = 'const reader = read.getUserReader(); ';
	const SHAPE = [
		'appId',
		'createdAt',
		'customFields',
		'emails',
		'id',
		'isEnabled',
		'lastLoginAt',
		'name',
		'roles',
		'settings',
		'status',
		'statusConnection',
		'statusText',
		'type',
		'updatedAt',
		'username',
		'utcOffset',
	];

	it('have these fields, absent ones as null, and no services', async () => {
		const { value } = await app.run(`${READ} return reader.getByUsername('bob')`);
		expect(Object.keys(value as object).sort()).toEqual(SHAPE);
		expect(value).toMatchObject({
			username: 'bob',
			type: 'user',
			isEnabled: true,
			roles: ['user'],
			appId: null,
			customFields: null,
			emails: [{ address: 'bob@example.test', verified: false }],
		});
	});

	it.each<[code: string, value: unknown]>([
		["return reader.getByUsername('BOB')", null],
		["return reader.getByUsername(' bob')", null],
		["return reader.getByUsername('')", null],
		["return reader.getById('nobody')", null],
		['return reader.getById(undefined)', null],
		["return (await reader.getByUsername('rocket.cat')).type", 'bot'],
		["return (await reader.getByUsername({ $ne: 'x' })).username", 'rocket.cat'],
		['return typeof (await reader.getById({ $ne: 1 })).username', 'string'],
		[
			'const { username, type, roles, emails } = await reader.getAppUser(); return { username, type, roles, emails }',
			{ username: 'probe.bot', type: 'app', roles: ['app'], emails: null },
		],
	])('%s', async (code, value) => {
		expect(await app.run(READ + code)).toEqual({ value });
	});

	it('are deactivated with all their sessions', async () => {
		const carol = await createdUser(scene, 'carol');
		const session = await Client.signIn(workspace, 'carol', 'password');
		expect(await app.run('return modify.getUpdater().getUserUpdater().deactivate(value, true)', carol._id)).toEqual({
			value: true,
		});
		expect((await session.get('/api/v1/me')).status).toBe(401);
		expect(await new Client(workspace).post('/api/v1/login', { user: 'carol', password: 'password' })).toMatchObject({
			status: 401,
			body: { error: 'error-user-is-not-activated', message: 'User is not activated' },
		});
		expect(await app.run('return (await read.getUserReader().getById(value)).isEnabled', carol._id)).toEqual({
			value: false,
		});
		expect(await app.run('return modify.getUpdater().getUserUpdater().deactivate(value, true)', carol._id)).toEqual({
			value: true,
		});
		await admin.post('/api/v1/users.setActiveStatus', { userId: carol._id, activeStatus: true });
		expect((await session.get('/api/v1/me')).status).toBe(401);
	});

	it.each(['nobody', ''])('are not deactivated under the id "%s"', async (id) => {
		expect(await app.run('return modify.getUpdater().getUserUpdater().deactivate(value, true)', id)).toMatchObject({
			thrown: { isError: true },
		});
	});

	it('are not deactivated when the last admin, or an owner, is meant', async () => {
		expect(
			await app.run('return modify.getUpdater().getUserUpdater().deactivate(value, true)', admin.userId),
		).toMatchObject({ thrown: { isError: true } });
		const owner = await createdUser(scene, 'owner');
		workspace.accounts.rooms.create({ t: 'c', name: 'owned', creator: owner, members: [] });
		const code = 'return modify.getUpdater().getUserUpdater().deactivate(value.id, value.confirmed)';
		expect(await app.run(code, { id: owner._id, confirmed: false })).toMatchObject({ thrown: { isError: true } });
		expect(await app.run(code, { id: owner._id, confirmed: true })).toEqual({ value: true });
	});

	it('have their custom fields replaced as a whole', async () => {
		const code =
			"const bob = await read.getUserReader().getByUsername('bob'); return modify.getUpdater().getUserUpdater().updateCustomFields(bob, value)";
		await app.run(code, { a: 1 });
		expect(await app.run(code, { 'b.$c': { d: 1 } })).toEqual({ value: true });
		expect(workspace.accounts.users.findByUsername('bob')?.customFields).toEqual({ 'b.$c': { d: 1 } });
	});

	it('who are not there have their custom fields replaced without an error, and nothing is stored', async () => {
		const before = workspace.store.users.size;
		const code =
			"const bob = await read.getUserReader().getByUsername('bob'); return modify.getUpdater().getUserUpdater().updateCustomFields({ ...bob, id: 'nobody' }, { a: 1 })";
		expect(await app.run(code)).toEqual({ value: true });
		expect(workspace.store.users.size).toBe(before);
	});

	it('cannot be created as people', async () => {
		const code =
			"const builder = modify.getCreator().startBotUser(value ?? undefined); builder.setUsername('made').setDisplayName('Made').setEmails([]); return modify.getCreator().finish(builder)";
		expect(await app.run(code)).toMatchObject({ thrown: { isError: true } });
		expect(await app.run(code, { type: 'bot' })).toMatchObject({ value: expect.any(String) });
	});
});

describe('messages and rooms', () => {
	const DIRECT =
		"const bot = await read.getUserReader().getAppUser(); const builder = modify.getCreator().startRoom().setType('d').setCreator(bot).setMembersToBeAddedByUsernames([bot.username, value]); ";

	it("send a direct message in the bot's name", async () => {
		const before = await app.run("return read.getRoomReader().getDirectByUsernames(['probe.bot', 'bob'])");
		expect(before).toEqual({ value: null });
		const { value: id } = await app.run(`${DIRECT} return modify.getCreator().finish(builder)`, 'bob');
		expect(await app.run(`${DIRECT} return modify.getCreator().finish(builder)`, 'bob')).toEqual({ value: id });
		const { value: message } = await app.run(
			"const room = await read.getRoomReader().getById(value); return modify.getCreator().finish(modify.getCreator().startMessage().setRoom(room).setText('Hello'))",
			id,
		);
		expect(typeof message).toBe('string');
		const bob = await Client.signIn(workspace, 'bob', 'password');
		expect(await bob.get('/api/v1/im.list')).toMatchObject({ body: { ims: [{ _id: id, t: 'd' }] } });
		expect(await bob.get(`/api/v1/im.messages?roomId=${String(id)}`)).toMatchObject({
			body: { messages: [{ _id: message, msg: 'Hello', u: { username: 'probe.bot' } }] },
		});
		expect(await bob.get('/api/v1/im.messages?username=probe.bot')).toMatchObject({
			body: { messages: [{ msg: 'Hello' }] },
		});
		const { update } = (await bob.get('/api/v1/subscriptions.get')).body as { update: object[] };
		expect(update).toContainEqual(expect.objectContaining({ rid: id, unread: 1, alert: true }));
	});

	it('fail for nobody, and where reactivation left the room read-only', async () => {
		expect(await app.run(`${DIRECT} return modify.getCreator().finish(builder)`, 'nobody')).toMatchObject({
			thrown: {},
		});
		const dave = await createdUser(scene, 'dave');
		const { value: id } = await app.run(`${DIRECT} return modify.getCreator().finish(builder)`, 'dave');
		workspace.accounts.users.setActive(dave, false);
		await admin.post('/api/v1/users.setActiveStatus', { userId: dave._id, activeStatus: true });
		const send =
			"const room = await read.getRoomReader().getById(value); return modify.getCreator().finish(modify.getCreator().startMessage().setRoom(room).setText('Hello'))";
		expect(await app.run(send, id)).toMatchObject({ thrown: {} });
		expect(workspace.store.messages.filter((message) => message.rid === id)).toEqual([]);
	});

	it('add to rooms and take out of them without a word', async () => {
		const creator = workspace.accounts.users.findByUsername('bob') as UserDocument;
		const room = workspace.accounts.rooms.create({ t: 'p', name: 'closed', fname: 'Closed', creator, members: [] });
		await createdUser(scene, 'erin');
		const add =
			'const updater = modify.getUpdater(); const builder = await updater.room(value.room, await read.getUserReader().getAppUser()); builder.setMembersToBeAddedByUsernames(value.names); await updater.finish(builder)';
		await app.run(add, { room: room._id, names: ['erin', 'nobody', 'bob'] });
		expect(workspace.accounts.rooms.members(room).map((user) => user.username)).toEqual(['bob', 'erin']);
		expect(workspace.accounts.rooms.messagesIn(room)).toMatchObject([{ t: 'uj', msg: 'erin' }]);
		const remove = 'return modify.getDeleter().removeUsersFromRoom(value.room, value.names)';
		expect(await app.run(remove, { room: room._id, names: ['erin', 'nobody'] })).toEqual({ value: null });
		expect(await app.run(remove, { room: 'nowhere', names: ['erin'] })).toEqual({ value: null });
		expect(workspace.accounts.rooms.members(room).map((user) => user.username)).toEqual(['bob']);
	});

	const UPDATE =
		'const updater = modify.getUpdater(); const builder = await updater.room(value, await read.getUserReader().getAppUser()); ';

	it('change a room that has no display name only with one, which it then has', async () => {
		const creator = await createdUser(scene, 'founder');
		const room = workspace.accounts.rooms.create({ t: 'c', name: 'nameless', creator, members: [] });
		const change = (more: string): Promise<unknown> =>
			app.run(`${UPDATE} builder.addMemberToBeAddedByUsername('bob'); ${more} await updater.finish(builder)`, room._id);
		const displayName = { thrown: { message: 'Invalid displayName assigned to the room.' } };
		expect(await change('')).toMatchObject(displayName);
		expect(workspace.accounts.rooms.members(room).map((user) => user.username)).toEqual(['founder']);
		expect(await change("builder.setDisplayName('Named');")).toEqual({ value: 'undefined' });
		expect(workspace.store.rooms.get(room._id)).toMatchObject({ fname: 'Named' });
	});

	it('do not change a room that nobody has made, as GENERAL is here', async () => {
		expect(
			await app.run(`${UPDATE} builder.setDisplayName('general'); await updater.finish(builder)`, 'GENERAL'),
		).toMatchObject({ thrown: { message: 'Invalid creator assigned to the room.' } });
	});

	it('do not change a room that is not there', async () => {
		expect(await app.run(`${UPDATE} await updater.finish(builder)`, 'nowhere')).toMatchObject({
			thrown: { message: "Invalid room, can't update a room without an id." },
		});
	});

	it('add a deactivated person, and take the last owner out of a room', async () => {
		const idle = await createdUser(scene, 'idle');
		const creator = await createdUser(scene, 'sole');
		const room = workspace.accounts.rooms.create({ t: 'c', name: 'small', fname: 'Small', creator, members: [] });
		workspace.accounts.users.setActive(idle, false);
		await app.run(`${UPDATE} builder.addMemberToBeAddedByUsername('idle'); await updater.finish(builder)`, room._id);
		expect(workspace.accounts.rooms.members(room).map((user) => user.username)).toEqual(['sole', 'idle']);
		const remove = "return modify.getDeleter().removeUsersFromRoom(value, ['idle', 'sole'])";
		expect(await app.run(remove, room._id)).toEqual({ value: null });
		expect(workspace.accounts.rooms.members(room)).toEqual([]);
		expect(workspace.accounts.rooms.messagesIn(room).map(({ t }) => t)).toEqual(['ul', 'ul', 'uj']);
	});

	it.each<[code: string, value: unknown]>([
		["return (await reader.getByName('general')).id", 'GENERAL'],
		["return reader.getByName('General')", null],
		["return reader.getByName('nowhere')", null],
		["return reader.getById('nowhere')", null],
	])('%s', async (code, value) => {
		expect(await app.run(`const reader = read.getRoomReader(); ${code}`)).toEqual({ value });
	});

	it('create rooms that have a display name and a slug', async () => {
		const code =
			"const builder = modify.getCreator().startRoom().setType('c').setCreator(await read.getUserReader().getByUsername('bob')); if (value.slug) builder.setSlugifiedName(value.slug); if (value.name) builder.setDisplayName(value.name); return modify.getCreator().finish(builder)";
		expect(await app.run(code, { slug: 'made' })).toMatchObject({
			thrown: { message: 'Invalid displayName assigned to the room.' },
		});
		expect(await app.run(code, { name: 'Made' })).toMatchObject({
			thrown: { message: 'Invalid slugifiedName assigned to the room.' },
		});
		expect(await app.run(code, { slug: 'made', name: 'Made' })).toMatchObject({ value: expect.any(String) });
		expect(await app.run(code, { slug: 'made', name: 'Made' })).toMatchObject({ thrown: {} });
		expect(await app.run(code, { slug: 'a b', name: 'A B' })).toMatchObject({ thrown: {} });
	});

	it('notify one person, and keep nothing of it', async () => {
		const notified: unknown[] = [];
		workspace.store.events.on('notify-user', (notification) => notified.push(notification));
		const code =
			"const bob = await read.getUserReader().getByUsername('bob'); const room = await read.getRoomReader().getById('GENERAL'); await modify.getNotifier().notifyUser(bob, modify.getNotifier().getMessageBuilder().setRoom(room).setText('Psst').getMessage())";
		await app.run(code);
		const bob = workspace.accounts.users.findByUsername('bob');
		expect(notified).toMatchObject([
			{
				userId: bob?._id,
				event: 'message',
				payload: { msg: 'Psst', rid: 'GENERAL', private: true, u: { username: 'probe.bot' } },
			},
		]);
		expect(workspace.store.messages.some((message) => message.msg === 'Psst')).toBe(false);
	});
});

describe('events', () => {
	it('tell of an account that is created, with little of it', async () => {
		await seenBy(app, '');
		const frank = await createdUser(scene, 'frank');
		expect(await seenBy(app, 'IPostUserCreated')).toEqual([
			{
				user: expect.objectContaining({
					id: frank._id,
					username: 'frank',
					type: 'user',
					roles: ['user'],
					emails: null,
					name: null,
					isEnabled: null,
				}),
				performedBy: null,
			},
		]);
	});

	it('hand over the raw document at a login up to 7.x', async () => {
		const older = await setSceneWithApp({ profile: '7.13' });
		const { userId } = await Client.signIn(older.workspace, 'bob', 'password');
		const [document] = await seenBy(older.nobody, 'IPostUserLoggedIn');
		expect(document).toMatchObject({
			_id: userId,
			services: {
				password: { bcrypt: expect.any(String) },
				resume: {
					loginTokens: expect.arrayContaining([
						{ hashedToken: expect.any(String), when: expect.stringMatching(/Z$/) },
					]) as unknown,
				},
			},
		});
	});

	it('hand over a user without services at a login from 8.x on, and nothing at a resumed session or a logout', async () => {
		await createdUser(scene, 'heidi');
		await seenBy(app, '');
		const heidi = await Client.signIn(workspace, 'heidi', 'password');
		const [document] = await seenBy(app, 'IPostUserLoggedIn');
		expect(document).toMatchObject({ id: heidi.userId, username: 'heidi', roles: ['user'] });
		expect(document).not.toHaveProperty('_id');
		expect(document).not.toHaveProperty('services');
		await heidi.post('/api/v1/login', { resume: heidi.headers['X-Auth-Token'] });
		await heidi.post('/api/v1/logout');
		expect(await app.run('return app.seen.length')).toEqual({ value: 0 });
	});

	it('tell of changes and removals', async () => {
		const grace = await createdUser(scene, 'grace');
		await admin.post('/api/v1/users.update', { userId: grace._id, data: { name: 'Grace H' } });
		expect(await seenBy(app, 'IPostUserUpdated')).toMatchObject([
			{ user: { name: 'Grace H' }, performedBy: { username: 'admin' }, previousData: { name: 'grace' } },
		]);
		await admin.post('/api/v1/users.delete', { userId: grace._id });
		expect(await seenBy(app, 'IPostUserDeleted')).toMatchObject([
			{
				user: { id: grace._id, username: 'grace', roles: ['user'], emails: null, type: 'unknown' },
				performedBy: { username: 'admin' },
			},
		]);
	});
});
