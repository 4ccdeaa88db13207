import type { ProfileName } from './index';
import type { Answer, Client } from './testing/client';
import { createUser, setScene } from './testing/scene';
import type { Scene } from './testing/scene';

/*
 * What differs from one server to another besides logins (restSessions.test.ts, cas.test.ts), to the letter.
 */

const env = { CREATE_TOKENS_FOR_USERS: 'yes', CREATE_TOKENS_FOR_USERS_SECRET: 's' };

const told = ({ status, body }: Answer): object => ({ status, body });

const refused = (error: string, errorType: string, details?: object): object => ({
	...{ status: 400, body: { success: false, error, errorType, ...(details && { details }) } },
});
const forbidden = (error: string): object => ({
	...{ status: 403, body: { success: false, error, errorType: 'error-forbidden' } },
});
const NOT_AUTHORIZED = refused('Not authorized [error-not-authorized]', 'error-not-authorized', {
	method: 'createToken',
});
const madeFor = (userId: string): object => ({
	...{ status: 200, body: { data: { userId, authToken: expect.stringMatching(/^.{43}$/) as unknown }, success: true } },
});

interface Row {
	readonly profile: ProfileName;
	/** Where a role has to be named by its id. */
	readonly roleIdsOnly?: true;
	/** By what tokens are made. */
	readonly tokens: 'switch' | 'secret' | 'secret and permission';
	/** How it is said that someone may not. */
	readonly forbids?: true;
	/** What a request without the form of its endpoint is told; default: `invalid-params`. */
	readonly formError?: 'error-invalid-params';
	/** Whether a query is refused, instead of ignored. */
	readonly refusesQueries?: true;
}

const rows: Row[] = [
	{
		...{ profile: '9.0', roleIdsOnly: true, tokens: 'secret and permission', forbids: true },
		...{ formError: 'error-invalid-params', refusesQueries: true },
	},
	{ profile: '8.9', roleIdsOnly: true, tokens: 'secret and permission' },
	{ profile: '8.5', roleIdsOnly: true, tokens: 'secret' },
	{ profile: '8.3', roleIdsOnly: true, tokens: 'secret' },
	{ profile: '7.13', tokens: 'switch' },
	{ profile: '7.7', tokens: 'switch' },
	{ profile: '6.5', tokens: 'switch' },
];

describe.each(rows)(
	'$profile',
	({ profile, roleIdsOnly, tokens, forbids, formError = 'invalid-params', refusesQueries }) => {
		let scene: Scene;
		let admin: Client;
		let bob: Client;
		beforeAll(async () => {
			scene = await setScene({ profile, env });
			({ admin, bob } = scene);
		});

		it('lets nobody change an address twice in a minute, its limiter being off', async () => {
			const { user } = (await createUser(admin, 'moving')).body as { user: { _id: string } };
			const change = async (email: string): Promise<object> =>
				told(await admin.post('/api/v1/users.update', { userId: user._id, data: { email, verified: true } }));
			expect(await change('first@example.test')).toMatchObject({ status: 200 });
			expect(await change('second@example.test')).toEqual({
				status: 429,
				body: {
					success: false,
					error:
						'Error, too many requests. Please slow down. You must wait 60 seconds before trying again. [error-too-many-requests]',
				},
			});
			expect(scene.workspace.accounts.users.findById(user._id)?.emails?.[0]?.address).toBe('first@example.test');
			expect(
				await admin.post('/api/v1/users.update', { userId: user._id, data: { name: 'As often as one likes' } }),
			).toMatchObject({ status: 200 });
		});

		it('ends other sessions, and says how long the own one lasts', async () => {
			const own = await scene.bob.post('/api/v1/users.logoutOtherClients');
			expect(told(own)).toEqual({
				status: 200,
				body: {
					success: true,
					token: bob.headers['X-Auth-Token'],
					tokenExpires: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
				},
			});
		});

		it('deletes an account', async () => {
			const { user } = (await createUser(admin, 'leaving')).body as { user: { _id: string } };
			expect(told(await admin.post('/api/v1/users.delete', { userId: user._id }))).toEqual({
				status: 200,
				body: profile === '6.5' ? { success: true, deletedRooms: [] } : { success: true },
			});
		});

		it('lists all permissions, those of settings too, with the time of their change', async () => {
			const { status, body } = await bob.get('/api/v1/permissions.listAll');
			expect({ status, body }).toMatchObject({ status: 200, body: { remove: [], success: true } });
			const { update } = body as { update: Record<string, unknown>[] };
			expect(update).toContainEqual({
				...{ _id: 'create-user', roles: ['admin'], _updatedAt: expect.stringMatching(/^\d{4}-/) as unknown },
			});
			expect(update.map(({ _id }) => _id)).toContain('change-setting-CAS_enabled');
		});

		it.each([
			['its id', { roleId: 'guest' }, false],
			['its name', { roleName: 'guest' }, roleIdsOnly],
		])('adds a role by %s', async (_by, role, isRefused) => {
			const answer = await admin.post('/api/v1/roles.addUserToRole', { ...role, username: 'bob' });
			const invalid = refused(`must have required property 'roleId' [${formError}]`, formError);
			expect(told(answer)).toEqual(isRefused ? invalid : { status: 200, body: expect.anything() as unknown });
			await admin.post('/api/v1/roles.removeUserFromRole', { roleId: 'guest', username: 'bob' });
		});

		it('says to whom roles are not theirs to give', async () => {
			const answer = await bob.post('/api/v1/roles.addUserToRole', { roleId: 'guest', username: 'bob' });
			expect(told(answer)).toEqual(
				refused('Accessing permissions is not allowed [error-action-not-allowed]', 'error-action-not-allowed', {
					method: 'authorization:addUserToRole',
					action: 'Accessing_permissions',
				}),
			);
		});

		it('makes a session for somebody', async () => {
			const { userId } = bob;
			const make = async (client: Client, body: object): Promise<object> =>
				told(await client.post('/api/v1/users.createToken', body));
			const no = forbids ? forbidden('Not authorized [error-not-authorized]') : NOT_AUTHORIZED;
			const missing = (name: string): object =>
				refused(`must have required property '${name}' [${formError}]`, formError);
			if (tokens === 'switch') {
				expect(await make(admin, { userId })).toEqual(madeFor(userId));
				expect(await make(admin, { username: 'bob', secret: 'another' })).toEqual(madeFor(userId));
				expect(await make(bob, { userId })).toEqual(madeFor(userId));
				expect(await make(bob, { userId: admin.userId })).toEqual(no);
				return;
			}
			expect(await make(admin, { userId })).toEqual(missing('secret'));
			expect(await make(admin, { username: 'bob', secret: 's' })).toEqual(missing('userId'));
			expect(await make(admin, { userId, secret: 'another' })).toEqual(no);
			expect(await make(admin, { userId, secret: 's' })).toEqual(madeFor(userId));
			// There, anyone who knows the secret is the administrator.
			const isOpen = tokens === 'secret';
			expect(await make(bob, { userId, secret: 's' })).toEqual(isOpen ? madeFor(userId) : no);
			expect(await make(bob, { userId: admin.userId, secret: 's' })).toEqual(isOpen ? madeFor(admin.userId) : no);
		});

		it.each<[what: string, call: () => Promise<Answer>, error: string, before: object]>([
			[
				'a permission that an endpoint asks for',
				() => bob.get('/api/v1/settings/CAS_enabled'),
				'User does not have the permissions required for this action [error-unauthorized]',
				{ status: 403, body: expect.not.objectContaining({ errorType: expect.anything() as unknown }) as unknown },
			],
			[
				'what is not allowed',
				() => bob.post('/api/v1/users.setAvatar', { userId: admin.userId, avatarUrl: 'https://example.com/a.png' }),
				'Not allowed [error-not-allowed]',
				{ status: 400, body: { success: false, errorType: 'error-not-allowed' } },
			],
		])('refuses %s', async (_what, call, error, before) => {
			const answer = await call();
			expect(answer.body).toMatchObject({ success: false, error });
			if (forbids) expect(told(answer)).toEqual(forbidden(error));
			else expect(answer).toMatchObject(before);
		});

		it('refuses to create an account with 400, which 9.0 leaves as it was', async () => {
			expect(told(await createUser(bob, 'dave'))).toEqual(
				refused('Adding user is not allowed [error-action-not-allowed]', 'error-action-not-allowed', {
					...{ method: 'insertOrUpdateUser', action: 'Adding_user' },
				}),
			);
		});

		it('does not go by a query: it lists everyone, or refuses', async () => {
			for (const parameter of ['query={"username":"bob"}', 'query={', 'fields={"emails":1}']) {
				const answer = await admin.get(`/api/v1/users.list?${parameter}`);
				expect(told(answer)).toEqual(
					refusesQueries
						? refused('must NOT have additional properties [error-invalid-params]', 'error-invalid-params')
						: { status: 200, body: expect.objectContaining({ total: scene.workspace.store.users.size }) as unknown },
				);
			}
		});

		it('finds people by a part of their address, if at all', async () => {
			const { status, body } = await admin.get('/api/v1/users.listByStatus?searchTerm=bob@');
			expect(status).toBe(profile === '6.5' ? 404 : 200);
			if (status === 404) return;
			const [found] = (body as { users: object[] }).users;
			expect(found).toMatchObject({ username: 'bob', emails: [{ address: 'bob@example.test' }] });
			expect(found).not.toHaveProperty('createdAt');
		});
	},
);
