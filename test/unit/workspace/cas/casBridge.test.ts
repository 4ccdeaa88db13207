import { LoginError } from '../../../../src/errors';
import { Sealer } from '../../../../src/browser/seal';
import type { HttpRequest } from '../../../../src/ports/transport';
import { CasBridge } from '../../../../src/workspace/cas/casBridge';
import { firstUseBy } from '../../../../src/features/cas-server/casServerEndpoint';
import { ProcessMemory } from '../../../../src/host/memory';
import { validateTicket } from '../../../../src/workspace/cas/ticket';
import type { Account } from '../../../../src/ports/directory';
import type { Newcomer } from '../../../../src/workspace/session/session';
import { ownLogins } from '../../../../src/workspace/session/ownLogins';
import { codeOf } from '../../support/loginError';
import { portsWith } from '../../support/ports';
import type { Answer } from '../../support/transport';
import type { MemoryStore } from '../../support/store';
import { ScriptedTransport } from '../../support/transport';

const siteUrl = 'https://chat.example.com/sub';
const internalUrl = 'http://127.0.0.1:3000/sub';
const granted: Answer = { body: { data: { userId: 'u1', authToken: 'token' } } };
const limited: Answer = { status: 429, body: { error: 'You must wait 42 seconds' } };
const called = (content: object): Answer => ({ body: { message: JSON.stringify(content) } });

/** A bridge to a server that answers each path so, and what the server learnt from the tickets. */
function bridgeTo(answers: Record<string, Answer>) {
	const clock = { time: 1_700_000_000_000 };
	const ports = portsWith({ now: () => clock.time });
	const { memory, now } = ports;
	const sealer = new Sealer(ports);
	/** Which process of the app core's questions come to. */
	const asked = { memory };
	const options = { siteUrl, internalUrl, memory, now };
	const validated: string[] = [];
	const transport = new ScriptedTransport(async (_request, url) => {
		if (url.pathname.startsWith('/sub/_cas/')) {
			const service = `${siteUrl}/_cas/${url.pathname.split('/').pop()}`;
			validated.push(
				await validateTicket(sealer, url.searchParams.get('ticket'), service, firstUseBy({ ...ports, ...asked })),
			);
			return { body: '<script>window.close()</script>' };
		}
		return answers[url.pathname.replace('/sub/api/v1/', '')] ?? { status: 404 };
	});
	return { ...{ clock, ports, asked, transport, validated }, bridge: new CasBridge({ ...options, transport, sealer }) };
}

const alice: Newcomer = {
	...{ casUser: 'oauth-login:x', secret: 'secret', approved: false },
	...{ username: 'alice', name: 'Alice', email: 'alice@good.com' },
};
const address = '203.0.113.7';
const credential = ({ url }: HttpRequest): string => new URL(url).pathname.split('/').pop()!;
const paths = (transport: ScriptedTransport): string[] =>
	transport.calls.map((call) => call.replace(/_cas\/[\w-]{43}$/, '_cas/<token>'));

test('the ticket first, then the login with the same credential token; both for the same client address', async () => {
	const { bridge, transport, validated } = bridgeTo({ login: granted });
	expect(await bridge.create(alice, address)).toEqual({
		session: { userId: 'u1', token: 'token' },
		casUser: 'oauth-login:x',
	});
	expect(paths(transport)).toEqual(['GET /sub/_cas/<token>', 'POST /sub/api/v1/login']);
	const [ticket, login] = transport.requests;
	expect(JSON.parse(login!.body!)).toEqual({ cas: { credentialToken: credential(ticket!) } });
	const client = { 'X-Forwarded-For': '203.0.113.7', 'X-Real-IP': '203.0.113.7' };
	expect(login!.headers).toEqual({ ...client, 'Content-Type': 'application/json' });
	expect(ticket!.headers).toEqual(client);
	expect(transport.requests.every(({ url }) => url.startsWith(`${internalUrl}/`))).toBe(true);
	expect(validated).toEqual([expect.stringContaining('<cas:user>oauth-login:x</cas:user>')]);
});

test('core may ask another process: that one refuses the first ticket, and the login waits for a second', async () => {
	const { bridge, transport, validated, asked, ports, clock } = bridgeTo({ login: granted });
	asked.memory = new ProcessMemory();
	await bridge.create(alice, address);
	const login = ['POST /sub/api/v1/login'];
	expect(paths(transport)).toEqual(['GET /sub/_cas/<token>', 'GET /sub/_cas/<token>', ...login]);
	expect(validated).toEqual([
		expect.stringContaining('INVALID_TICKET'),
		expect.stringContaining('<cas:user>oauth-login:x</cas:user>'),
	]);
	const [refused, accepted, { body }] = transport.requests as [HttpRequest, HttpRequest, HttpRequest];
	expect(body).toContain(credential(accepted));
	expect(credential(accepted)).not.toBe(credential(refused));

	// For an hour that is taken to be so.
	transport.requests.length = 0;
	await bridge.create(alice, address);
	expect(paths(transport)).toEqual(['GET /sub/_cas/<token>', ...login]);
	clock.time += 3600_000;
	asked.memory = ports.memory;
	transport.requests.length = 0;
	const records = (ports.store as MemoryStore).count('used:');
	await bridge.create(alice, address);
	expect(paths(transport)).toEqual(['GET /sub/_cas/<token>', ...login]);
	expect((ports.store as MemoryStore).count('used:')).toBe(records);
});

test('the event of its login is expected, and not that of one which failed', async () => {
	for (const [login, expected] of [
		[granted, true],
		[{ status: 401, body: { status: 'error', error: 'Unauthorized' } }, false],
	] as const) {
		const { bridge, ports } = bridgeTo({ login });
		await bridge.create(alice, address).catch(() => undefined);
		expect(ports.memory.of(ownLogins).take('alice', ports.now())).toBe(expected);
	}
});

test('without a known client address there is no such header', async () => {
	const { bridge, transport } = bridgeTo({ login: granted });
	await bridge.create(alice, undefined);
	expect(transport.requests.map(({ headers }) => Object.keys(headers!))).toEqual([[], ['Content-Type']]);
});

test('no two sign-ins share a credential token, and no token can be guessed from another', async () => {
	const { bridge, transport } = bridgeTo({ login: granted });
	await Promise.all(Array.from({ length: 50 }, () => bridge.create(alice, address)));
	const tokens = transport.requests.filter(({ method }) => method === 'GET').map(credential);
	expect(new Set(tokens).size).toBe(50);
	for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
});

test("at core's limit the same login goes by the other door, once", async () => {
	const message = { msg: 'result', id: '1', result: { id: 'u2', token: 'other' } };
	const { bridge, transport } = bridgeTo({ login: limited, 'method.callAnon/login': called(message) });
	expect(await bridge.create(alice, address)).toMatchObject({ session: { userId: 'u2', token: 'other' } });
	expect(paths(transport)).toEqual([
		'GET /sub/_cas/<token>',
		'POST /sub/api/v1/login',
		'POST /sub/api/v1/method.callAnon/login',
	]);
	const [ticket, , method] = transport.requests;
	expect(JSON.parse((JSON.parse(method!.body!) as { message: string }).message)).toEqual({
		...{ msg: 'method', id: '1', method: 'login' },
		params: [{ cas: { credentialToken: credential(ticket!) } }],
	});
	expect(method!.headers).toMatchObject({ 'X-Forwarded-For': '203.0.113.7' });
});

test('when both doors are closed, it says for how long', async () => {
	const closed = called({ error: { error: 'too-many-requests', reason: 'You must wait 9 seconds' } });
	const { bridge } = bridgeTo({ login: limited, 'method.callAnon/login': closed });
	await expect(bridge.create(alice, address)).rejects.toMatchObject({ code: 'too_many_logins', retryAfter: 9 });
});

test('what core refuses is not tried by the other door', async () => {
	const { bridge, transport } = bridgeTo({ login: { status: 401, body: { status: 'error', error: 'Unauthorized' } } });
	expect(await codeOf(bridge.create(alice, address))).toBe('account_refused');
	expect(transport.requests).toHaveLength(2);
});

describe("where core refuses without a reason (9.0), the method is asked for it, with a credential token that wasn't used yet", () => {
	const reasonless: Answer = { status: 401, body: { success: false, error: 'unauthorized' } };
	const error = (code: unknown, reason: string): Answer => ({
		...{ status: 400, body: { message: JSON.stringify({ error: { error: code, reason } }), success: false } },
	});

	test.each<[string, Answer, unknown]>([
		['User not found', error(401, 'User not found'), { code: 'account_refused', accountExists: false }],
		[
			'an account that is off',
			error('error-user-is-not-activated', 'User is not activated'),
			{ code: 'account_disabled', accountExists: true },
		],
		['too many', error('too-many-requests', 'You must wait 9 seconds'), { code: 'too_many_logins', retryAfter: 9 }],
		['nothing that is known', { status: 502, body: '<html>' }, { code: 'session_refused' }],
	])('%s', async (_name, told, expected) => {
		const { bridge, transport } = bridgeTo({ login: reasonless, 'method.callAnon/login': told });
		await expect(bridge.create(alice, address)).rejects.toMatchObject(expected as object);
		expect(paths(transport)).toEqual([
			...['GET /sub/_cas/<token>', 'POST /sub/api/v1/login'],
			...['GET /sub/_cas/<token>', 'POST /sub/api/v1/method.callAnon/login'],
		]);
		const [, login, ticket, method] = transport.requests;
		const { params } = JSON.parse((JSON.parse(method!.body!) as { message: string }).message) as { params: unknown };
		expect(params).toEqual([{ cas: { credentialToken: credential(ticket!) } }]);
		expect(login!.body).not.toContain(credential(ticket!));
		expect(method!.headers).toMatchObject({ 'X-Forwarded-For': address });
	});

	test('and where another sign-in has made the account meanwhile, that is the session', async () => {
		const result = called({ msg: 'result', id: '1', result: { id: 'u1', token: 'token' } });
		const { bridge } = bridgeTo({ login: reasonless, 'method.callAnon/login': result });
		expect(await bridge.create(alice, address)).toMatchObject({ session: { userId: 'u1', token: 'token' } });
	});
});

test.each<[string, Partial<Newcomer>, Record<string, string>]>([
	['all of it', {}, { username: 'alice', name: 'Alice', email: 'alice@good.com' }],
	['a username alone', { name: undefined, email: undefined }, { username: 'alice' }],
	[
		'a name full of templates',
		{ name: '%email%$&$`100%', email: undefined },
		{ username: 'alice', name: 'email&amp;&#96;100' },
	],
	['an address with %', { email: 'a%email%@good.com' }, { username: 'alice', name: 'Alice' }],
	['an address with $', { email: 'a$@good.com' }, { username: 'alice', name: 'Alice' }],
])('what core learns of %s', async (_name, profile, expected) => {
	const { bridge, validated } = bridgeTo({ login: granted });
	await bridge.create({ ...alice, ...profile }, address);
	const attributes = [...validated[0]!.matchAll(/<cas:(username|name|email)>([^<]*)</g)];
	expect(Object.fromEntries(attributes.map(([, name, value]) => [name, value]))).toEqual(expected);
});

test('a session is ended with its own token, under an address of its own: core\u2019s limit does not keep it', async () => {
	const { bridge, transport } = bridgeTo({ logout: {} });
	await bridge.end({ userId: 'u1', token: 'token' });
	const address: unknown = expect.stringMatching(/^127\.\d+\.\d+\.\d+$/);
	expect(transport.requests).toEqual([
		{
			...{ method: 'POST', url: `${internalUrl}/api/v1/logout`, body: undefined },
			headers: { 'X-User-Id': 'u1', 'X-Auth-Token': 'token', 'X-Forwarded-For': address, 'X-Real-IP': address },
		},
	]);
});

test('a session has ended where core says 200, whatever else it says, or does not know it any more, and nowhere else', async () => {
	const ended = (logout: Answer): Promise<void> => bridgeTo({ logout }).bridge.end({ userId: 'u1', token: 'token' });
	await expect(ended({ body: '' })).resolves.toBeUndefined();
	await expect(ended({ status: 401, body: '' })).resolves.toBeUndefined();
	await expect(ended({ status: 502, body: '' })).rejects.toMatchObject({
		code: 'rest_failed',
		detail: 'logout: HTTP 502',
	});
});

test('a name with signs of core’s templates is set once the account is there, and refuses nobody', async () => {
	for (const status of [200, 400]) {
		const { bridge, transport } = bridgeTo({ login: granted, 'users.updateOwnBasicInfo': { status } });
		await bridge.create({ ...alice, name: '100 % $& Zoë' }, address);
		const last = transport.requests.at(-1)!;
		expect(last.url).toBe(`${internalUrl}/api/v1/users.updateOwnBasicInfo`);
		expect(last.headers).toMatchObject({ 'X-User-Id': 'u1', 'X-Auth-Token': 'token', 'X-Forwarded-For': address });
		expect(JSON.parse(last.body!)).toEqual({ data: { name: '100 % $& Zoë' } });
	}
});

test.each(['create', 'end'] as const)('a server that can not be reached, at %s', async (call) => {
	const transport = new ScriptedTransport(() => {
		throw new LoginError('provider_timeout', '127.0.0.1:3000');
	});
	const ports = portsWith({ transport, now: () => 0 });
	const bridge = new CasBridge({ ...ports, sealer: new Sealer(ports), siteUrl, internalUrl });
	const trial = call === 'end' ? bridge.end({ userId: 'u1', token: 'secret' }) : bridge.create(alice, address);
	await expect(trial).rejects.toMatchObject({ code: 'workspace_unreachable', detail: internalUrl });
});

describe('somebody who has an account', () => {
	const account: Account = {
		...{ id: 'u1', username: 'a.lice', kind: 'person', active: true },
		...{ roles: ['user'], emails: [] },
	};
	const unauthorized: Answer = { status: 401, body: { status: 'error', error: 'Unauthorized' } };
	const off: Answer = { status: 401, body: { status: 'error', error: 'error-user-is-not-activated' } };
	const somebody: Answer = { body: { data: { userId: 'u2', authToken: 'stolen' } } };

	/** What core was told, one ticket after the other, while it answered the logins so. */
	async function signIn(casUser: string | undefined, ...answers: Answer[]) {
		const server: Record<string, Answer> = { logout: {} };
		const { bridge, transport, validated } = bridgeTo(server);
		const send = transport.send.bind(transport);
		transport.send = (request) => {
			if (request.url.endsWith('/login')) server.login = answers.shift() ?? unauthorized;
			return send(request);
		};
		const outcome = await bridge.signIn(account, casUser, address).then(
			(entry) => entry.casUser,
			(error: LoginError) => error.code,
		);
		const told = validated.map((xml) => /<cas:user>([^<]*)</.exec(xml)?.[1]);
		const usernames = new Set(validated.map((xml) => /<cas:username>([^<]*)</.exec(xml)?.[1]));
		const ended = transport.requests.filter(({ url }) => url.endsWith('/logout')).length;
		return { outcome, told, usernames: [...usernames], ended };
	}
	const always = { usernames: ['a.lice'], ended: 0 };

	test.each<[string, string | undefined, Answer[], object]>([
		['is known by what it was known by', 'x:1', [granted], { outcome: 'x:1', told: ['x:1'] }],
		['is known by their username the first time', undefined, [granted], { outcome: 'a.lice', told: ['a.lice'] }],
		[
			'whom core has forgotten is known by their username again',
			'x:1',
			[unauthorized, granted],
			{ outcome: 'a.lice', told: ['x:1', 'a.lice'] },
		],
		[
			'whose name is a pattern that somebody else comes first in is known by the name as a pattern',
			undefined,
			[somebody, granted],
			{ outcome: 'a\\.lice', told: ['a.lice', 'a\\.lice'], ended: 1 },
		],
		[
			'whom core takes for somebody else gets no session',
			'x:1',
			[somebody, somebody, somebody],
			{ outcome: 'session_mismatch', told: ['x:1', 'a.lice', 'a\\.lice'], ended: 3 },
		],
		[
			'whom core does not let in is told why',
			undefined,
			[unauthorized, unauthorized],
			{ outcome: 'account_refused', told: ['a.lice', 'a\\.lice'] },
		],
		['whose account is off is not tried again', 'x:1', [off], { outcome: 'account_disabled', told: ['x:1'] }],
	])('%s', async (_name, casUser, answers, expected) =>
		expect(await signIn(casUser, ...answers)).toEqual({ ...always, ...expected }),
	);
});
