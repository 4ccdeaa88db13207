import { CoreApi } from '../../../src/browser-scripts/parts/coreApi';

const session = { userId: 'ada', token: 'T0ken' };

interface Answer {
	readonly status: number;
	readonly body?: unknown;
}

/** A server that answers each call by its path; what is asked is kept. */
function server(answers: Record<string, Answer | Answer[]>) {
	const calls: { path: string; body: unknown; headers: Record<string, string> }[] = [];
	const fetch = async (path: string, options: { headers: Record<string, string>; body?: string }) => {
		calls.push({ path, body: options.body && JSON.parse(options.body), headers: options.headers });
		const found = answers[path.replace('/sub/api/v1/', '')] ?? { status: 404 };
		const { status, body } = Array.isArray(found) ? found.shift()! : found;
		return { status, json: async () => body ?? JSON.parse('') };
	};
	Object.assign(globalThis, { window: { fetch } });
	return { core: new CoreApi('/sub/api/v1/'), calls };
}

afterEach(() => {
	Reflect.deleteProperty(globalThis, 'window');
});

const method = (answer: object, status = 200): Answer => ({ status, body: { message: JSON.stringify(answer) } });

test.each<[string, Record<string, Answer>, object]>([
	['a session', { login: { status: 200, body: { data: { userId: 'ada', authToken: 'T0ken' } } } }, { session }],
	['too many tries', { login: { status: 429 } }, { refusal: 'too-many-requests' }],
	[
		'a refusal with its code',
		{ login: { status: 401, body: { status: 'error', error: 'totp-required' } } },
		{ refusal: 'totp-required' },
	],
	[
		'9.0, which tells the reason by its method',
		{ login: { status: 401, body: {} }, 'method.callAnon/login': method({ error: { error: 403 } }, 400) },
		{ refusal: 403 },
	],
	[
		'9.0, where the method signs in',
		{ login: { status: 401, body: {} }, 'method.callAnon/login': method({ result: { id: 'ada', token: 'T0ken' } }) },
		{ session },
	],
	['no reason at all', { login: { status: 401 }, 'method.callAnon/login': { status: 500 } }, {}],
])('a login ends with %s', async (_, answers, expected) => {
	expect(await server(answers).core.logIn('ada', 'secret', undefined)).toEqual(expected);
});

test.each([
	['ada', undefined, { user: { username: 'ada' }, password: 'secret' }],
	['ada@example.com', undefined, { user: { email: 'ada@example.com' }, password: 'secret' }],
	['ada', '123456', { totp: { login: { user: { username: 'ada' }, password: 'secret' }, code: '123456' } }],
])('the method is asked for %s with the code %s', async (user, code, expected) => {
	const { core, calls } = server({ login: { status: 401, body: {} } });
	await core.logIn(user, 'secret', code);
	expect(JSON.parse((calls[1]!.body as { message: string }).message)).toMatchObject({ params: [expected] });
});

describe('a challenge', () => {
	const run = (roomId: string) => ({ command: 'oauth-login', params: 'confirm the-challenge', roomId });

	test('is answered in the room that everybody is in', async () => {
		const { core, calls } = server({ 'commands.run': { status: 200, body: {} } });
		expect(await core.confirm(session, 'the-challenge')).toBe(200);
		expect(calls.map(({ body }) => body)).toEqual([run('GENERAL')]);
		expect(calls[0]!.headers).toMatchObject({ 'X-User-Id': 'ada', 'X-Auth-Token': 'T0ken' });
	});

	test('is answered in the own room by a person who is not in that one', async () => {
		const { core, calls } = server({
			'commands.run': [{ status: 403 }, { status: 200 }],
			me: { status: 200, body: { username: 'ada.l' } },
			'im.create': { status: 200, body: { room: { rid: 'own' } } },
		});
		expect(await core.confirm(session, 'the-challenge')).toBe(200);
		expect(calls.map(({ body }) => body)).toEqual([run('GENERAL'), undefined, { username: 'ada.l' }, run('own')]);
	});

	test('is not answered by a session that has ended', async () => {
		expect(await server({ 'commands.run': { status: 401 } }).core.confirm(session, 'the-challenge')).toBe(401);
	});
});
