import type { Workspace } from './index';
import { Client } from './testing/client';
import { createUser, setScene } from './testing/scene';

let workspace: Workspace;
let admin: Client;
let bob: Client;

beforeAll(async () => {
	({ workspace, admin, bob } = await setScene());
});

describe('users.create', () => {
	it('creates an account', async () => {
		const { status, body } = await createUser(admin, 'carol', { verified: true, roles: ['user', 'guest'] });
		expect({ status, body }).toMatchObject({
			status: 200,
			body: {
				success: true,
				user: {
					username: 'carol',
					name: 'carol',
					emails: [{ address: 'carol@example.test', verified: true }],
					type: 'user',
					roles: ['user', 'guest'],
					active: true,
					__rooms: ['GENERAL'],
				},
			},
		});
		expect((body as { user: object }).user).not.toHaveProperty('services');
	});

	it('joins no channels where it is told so', async () => {
		expect(await createUser(admin, 'lonely', { joinDefaultChannels: false })).toMatchObject({
			body: { user: { __rooms: [] } },
		});
	});

	it.each<[what: string, fields: object, body: object]>([
		[
			'a missing field',
			{ password: undefined },
			{ error: "must have required property 'password' [error-invalid-params]", errorType: 'error-invalid-params' },
		],
		[
			'an unknown field',
			{ settings: {} },
			{ error: 'must NOT have additional properties [error-invalid-params]', errorType: 'error-invalid-params' },
		],
		[
			'a taken e-mail address',
			{ email: 'bob@example.test' },
			{
				error: 'bob@example.test is already in use :( [error-field-unavailable]',
				errorType: 'error-field-unavailable',
				details: { method: 'insertOrUpdateUser', field: 'bob@example.test' },
			},
		],
		[
			'a taken username',
			{ username: 'bob' },
			{
				error: 'bob is already in use :( [error-field-unavailable]',
				errorType: 'error-field-unavailable',
				details: { method: 'insertOrUpdateUser', field: 'bob' },
			},
		],
		[
			'a taken e-mail address in other letters',
			{ email: 'BOB@example.test' },
			{ error: 'Something went wrong. Please check your credentials. [403]', errorType: 403 },
		],
		[
			'a taken username in other letters',
			{ username: 'BOB' },
			{ error: 'Something went wrong. Please check your credentials. [403]', errorType: 403 },
		],
		[
			'a blocked username',
			{ username: 'Admin' },
			{
				error: "Admin is blocked and can't be used! [error-blocked-username]",
				errorType: 'error-blocked-username',
				details: { method: 'checkUsernameAvailability', field: 'Admin' },
			},
		],
		['a username that means everybody', { username: 'all' }, { errorType: 'error-blocked-username' }],
		[
			'an invalid username',
			{ username: 'sp ace!' },
			{
				error: 'sp ace! is not a valid username [error-input-is-not-a-valid-field]',
				errorType: 'error-input-is-not-a-valid-field',
				details: { method: 'insertOrUpdateUser', input: 'sp ace!', field: 'Username' },
			},
		],
		['an invalid e-mail address', { email: 'nope' }, { error: 'Invalid email nope [error-invalid-email]' }],
		[
			'an unknown role',
			{ roles: ['nothing'] },
			{ error: 'The field Roles consist invalid role id [error-action-not-allowed]' },
		],
	])('refuses %s', async (_what, fields, body) => {
		expect(await createUser(admin, 'dave', fields)).toMatchObject({ status: 400, body: { success: false, ...body } });
	});

	it.each<[setting: string, error: string]>([
		['Accounts_AllowedDomainsList', '[error-invalid-domain]'],
		['Accounts_BlockedDomainsList', 'The email domain is blacklisted [error-email-domain-blacklisted]'],
	])('looks at %s -> %s', async (setting, error) => {
		workspace.setSetting(setting, setting === 'Accounts_AllowedDomainsList' ? 'other.test' : 'example.test');
		expect(await createUser(admin, 'dave')).toMatchObject({ status: 400, body: { error } });
		workspace.setSetting(setting, '');
	});

	it('is for those who may', async () => {
		expect(await createUser(bob, 'dave')).toMatchObject({
			status: 400,
			body: { error: 'Adding user is not allowed [error-action-not-allowed]', details: { action: 'Adding_user' } },
		});
	});

	it('passes over registration by services being off', async () => {
		workspace.setSetting('Accounts_Registration_AuthenticationServices_Enabled', false);
		expect((await createUser(admin, 'closed')).status).toBe(200);
		workspace.setSetting('Accounts_Registration_AuthenticationServices_Enabled', true);
	});
});

describe('finding users', () => {
	it.each<[path: string, status: number, body: object]>([
		['users.info?username=bob', 200, { user: { username: 'bob', emails: [{ address: 'bob@example.test' }] } }],
		['users.info?username=BOB', 400, { success: false, error: 'User not found.' }],
		['users.info?email=bob@example.test', 400, { errorType: 'error-invalid-params' }],
		['users.listByStatus?searchTerm=BOB@example', 200, { users: [{ username: 'bob' }] }],
		['users.listByStatus?searchTerm=.*', 200, { users: [] }],
	])('GET %s', async (path, status, body) => {
		expect(await admin.get(`/api/v1/${path}`)).toMatchObject({ status, body });
	});

	it('lists a hundred at most, however many are asked for', async () => {
		const { users } = workspace.accounts;
		const bob = users.findByUsername('bob')!;
		const many = Array.from({ length: 110 }, (_, index) => ({ ...bob, _id: `many${index}`, username: `many${index}` }));
		for (const user of many) workspace.store.users.set(user._id, user);
		const { body } = await admin.get('/api/v1/users.list?count=500&offset=1');
		for (const { _id } of many) workspace.store.users.delete(_id);
		expect(body).toMatchObject({ count: 100, offset: 1, total: workspace.store.users.size + 110 });
	});

	it('shows normal users no e-mail address, but in listByStatus', async () => {
		const { body } = await bob.get('/api/v1/users.info?username=admin');
		expect((body as { user: object }).user).not.toHaveProperty('emails');
		expect(await bob.get('/api/v1/users.listByStatus?searchTerm=admin')).toMatchObject({
			body: {
				users: [{ username: 'admin', emails: [{ address: 'admin@workspace.example' }], roles: ['user', 'admin'] }],
			},
		});
	});
});

describe('users.createToken', () => {
	const NOT_AUTHORIZED = {
		status: 400,
		body: { error: 'Not authorized [error-not-authorized]', errorType: 'error-not-authorized' },
	};

	it.each([undefined, '1', 'TRUE'])('is refused to everybody where the environment says %s', async (value) => {
		const other = await setScene({ profile: '7.13', env: { CREATE_TOKENS_FOR_USERS: value } });
		expect(await other.admin.post('/api/v1/users.createToken', { userId: other.bob.userId })).toMatchObject(
			NOT_AUTHORIZED,
		);
	});

	it.each(['yes', 'true'])('makes sessions where the environment says %s', async (value) => {
		const other = await setScene({ profile: '7.13', env: { CREATE_TOKENS_FOR_USERS: value } });
		const { userId } = other.bob;
		for (const selector of [{ userId }, { username: 'bob' }, { userId, secret: 'ignored' }]) {
			const { status, body } = await other.admin.post('/api/v1/users.createToken', selector);
			expect({ status, body }).toEqual({
				status: 200,
				body: { data: { userId, authToken: expect.stringMatching(/^.{43}$/) }, success: true },
			});
		}
		expect(await other.admin.post('/api/v1/users.createToken', { userId: 'nobody' })).toMatchObject({
			status: 400,
			body: { errorType: 'error-invalid-user' },
		});
		expect((await other.bob.post('/api/v1/users.createToken', { userId })).status).toBe(200);
		expect(await other.bob.post('/api/v1/users.createToken', { userId: other.admin.userId })).toMatchObject(
			NOT_AUTHORIZED,
		);
	});

	it('makes tokens of deactivated users that work, but for signing in', async () => {
		const other = await setScene({ profile: '8.9', env: { CREATE_TOKENS_FOR_USERS_SECRET: 's' } });
		const { userId } = other.bob;
		await other.admin.post('/api/v1/users.setActiveStatus', { userId, activeStatus: false });
		const { body } = await other.admin.post('/api/v1/users.createToken', { userId, secret: 's' });
		const { authToken } = (body as { data: { authToken: string } }).data;
		const session = new Client(other.workspace, { 'X-User-Id': userId, 'X-Auth-Token': authToken });
		expect((await session.get('/api/v1/me')).status).toBe(200);
		expect(await session.post('/api/v1/login', { resume: authToken })).toMatchObject({
			status: 401,
			body: { error: 'error-user-is-not-activated' },
		});
	});
});

describe('users.updateOwnBasicInfo', () => {
	const rename = (name: string) => bob.post('/api/v1/users.updateOwnBasicInfo', { data: { name } });

	it('changes one’s own name', async () => {
		expect(await rename('Bob B.')).toMatchObject({ status: 200, body: { user: { username: 'bob', name: 'Bob B.' } } });
	});

	it.each([
		['Accounts_AllowUserProfileChange', 403, 'error-forbidden'],
		['Accounts_AllowRealNameChange', 400, 'error-action-not-allowed'],
	])('but not without %s -> %s %s', async (id, status, errorType) => {
		workspace.setSetting(id, false);
		expect(await rename(id)).toMatchObject({ status, body: { success: false, errorType } });
		workspace.setSetting(id, true);
		expect(await rename(id)).toMatchObject({ status: 200 });
	});
});

it.each(['http://127.0.0.1/a.png', 'http://localhost/a.png', 'http://10.0.0.1/a.png', 'file:///etc/passwd'])(
	'refuses an avatar from %s',
	async (avatarUrl) => {
		expect(await admin.post('/api/v1/users.setAvatar', { username: 'bob', avatarUrl })).toMatchObject({
			status: 400,
			body: { errorType: 'error-avatar-invalid-url' },
		});
	},
);

describe('who may do what', () => {
	it('goes by roles, and can be changed', async () => {
		const other = await setScene();
		other.workspace.store.permissions.set('create-user', ['user']);
		expect((await createUser(other.bob, 'dave')).status).toBe(200);
		other.workspace.store.permissions.set('create-user', []);
		expect((await createUser(other.admin, 'erin')).status).toBe(400);
	});

	it('counts who has a role', async () => {
		expect(await admin.get('/api/v1/roles.getUsersInRole?role=admin&count=1')).toMatchObject({
			status: 200,
			body: { users: [{ username: 'admin' }], total: 1 },
		});
		expect((await bob.get('/api/v1/roles.getUsersInRole?role=admin')).status).toBe(403);
		expect((await admin.get('/api/v1/roles.getUsersInRole?role=nothing')).status).toBe(400);
	});
});
