import { Pauses } from '../../../src/host/pauses';
import { HttpTransport } from '../../../src/host/transport';
import { LoginError } from '../../../src/errors';
import { maximumBody } from '../../../src/ports/transport';
import { engineHttp } from '../support/engine';
import type { HttpScript } from '../support/engine';

const url = 'https://id.example.com:8443/token?access_token=secret';
const send = (script: HttpScript, request: object = {}) =>
	new HttpTransport(engineHttp(script)).send({ method: 'GET', url, ...request });
const answers =
	(response: unknown): HttpScript =>
	() =>
		response;
const throws =
	(thrown: unknown): HttpScript =>
	() => {
		throw thrown;
	};
/** As a server from 7.0 does: no Error, and a text of it says nothing. */
const rpc = (message: string, data?: object): object => ({
	jsonrpc: '2.0',
	id: 'x',
	error: { message, code: -32000, data },
});

test.each(['GET', 'POST'] as const)('a %s goes out as it is', async (method) => {
	const seen: unknown[] = [];
	await send(
		(...call) => {
			seen.push(call);
			return { statusCode: 200 };
		},
		{ method, headers: { accept: 'application/json' }, body: 'a=b', timeout: 3_000 },
	);
	expect(seen).toEqual([
		[
			...[method.toLowerCase(), url],
			expect.objectContaining({
				...{ timeout: 3_000, content: 'a=b' },
				headers: {
					...{ accept: 'application/json', 'cache-control': 'no-store' },
					'user-agent': expect.any(String) as string,
				},
			}),
		],
	]);
});

test('certificates are checked, and nobody waits for ever: nothing else is said to the server', async () => {
	const seen: object[] = [];
	await send((_method, _url, options) => {
		seen.push(options);
		return { statusCode: 200 };
	});
	// `encoding: null` is for bytes, which the server parses nothing of.
	const headers = { 'user-agent': 'OAuth-Login for Rocket.Chat', 'cache-control': 'no-store' };
	expect(seen).toEqual([{ headers, timeout: 6_000, encoding: null }]);
});

test.each<[string, unknown, object]>([
	[
		'an answer',
		{ statusCode: 200, headers: { 'Content-Type': 'text/plain', 'set-cookie': ['a', 'b'] }, content: 'yes' },
		{ status: 200, headers: { 'content-type': 'text/plain', 'set-cookie': 'a,b' }, body: 'yes' },
	],
	[
		'bytes',
		{ statusCode: 200, headers: {}, content: Buffer.from('{"name":"Ünï"}') },
		{ status: 200, headers: {}, body: '{"name":"Ünï"}' },
	],
	[
		'bytes that are no text',
		{ statusCode: 200, headers: {}, content: Uint8Array.of(0xff, 0x41) },
		{ status: 200, headers: {}, body: '\ufffdA' },
	],
	['what the server has parsed', { statusCode: 200, content: { a: 1 } }, { status: 200, headers: {}, body: '' }],
	['an error', { statusCode: 500, headers: {}, content: 'no' }, { status: 500, headers: {}, body: 'no' }],
	['nothing in it', { statusCode: 204 }, { status: 204, headers: {}, body: '' }],
	['null in it', { statusCode: 200, content: null, headers: null }, { status: 200, headers: {}, body: '' }],
])('%s', async (_name, response, expected) => expect(await send(answers(response))).toEqual(expected));

test.each<[string, HttpScript, string, string]>([
	['an abort', throws(rpc('The user aborted a request.', { type: 'aborted', message: 'x' })), 'provider_timeout', ''],
	['an abort that says no type', throws(rpc('The user aborted a request.')), 'provider_timeout', ''],
	[
		'a timeout of the network',
		throws(rpc('connect ETIMEDOUT 203.0.113.1:443', { code: 'ETIMEDOUT' })),
		'provider_timeout',
		'',
	],
	['an Error that timed out', throws(new Error('network timeout at: https://id.example.com')), 'provider_timeout', ''],
	[
		'a refused connection',
		throws(
			rpc('request to https://id.example.com failed', { type: 'system', errno: 'ECONNREFUSED', code: 'ECONNREFUSED' }),
		),
		'provider_unreachable',
		': ECONNREFUSED',
	],
	['no such name', throws(rpc('failed', { code: 'ENOTFOUND' })), 'provider_unreachable', ': ENOTFOUND'],
	[
		'a certificate of its own making',
		throws(rpc('failed, reason: self signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })),
		'provider_unreachable',
		': DEPTH_ZERO_SELF_SIGNED_CERT',
	],
	['a certificate that is over', throws(rpc('reason: CERT_HAS_EXPIRED')), 'provider_unreachable', ': CERT_HAS_EXPIRED'],
	[
		'an Error with a code in its text',
		throws(new Error('connect ECONNRESET 203.0.113.1')),
		'provider_unreachable',
		': ECONNRESET',
	],
	[
		'a connection that broke within the answer',
		throws(
			rpc('Invalid response body while trying to fetch https://id.example.com/: aborted', {
				...{ type: 'system', errno: 'ECONNRESET', code: 'ECONNRESET' },
			}),
		),
		'provider_unreachable',
		': ECONNRESET',
	],
	[
		'a connection that broke, of which no code tells',
		throws(new Error('Invalid response body while trying to fetch https://id.example.com/: aborted')),
		'provider_unreachable',
		': the connection broke',
	],
	['an Error that says nothing', throws(new Error('[object Object]')), 'provider_unreachable', ''],
	['a text', throws('no'), 'provider_unreachable', ''],
	['nothing', throws(undefined), 'provider_unreachable', ''],
	['null', throws(null), 'provider_unreachable', ''],
	['an empty object', throws({}), 'provider_unreachable', ''],
	['an answer of nothing, as up to 6.x or without the permission', answers(undefined), 'provider_unreachable', ''],
	['an answer of null', answers(null), 'provider_unreachable', ''],
	[
		'bytes without end',
		answers({ statusCode: 200, content: new Uint8Array(maximumBody + 1) }),
		'provider_answer_too_long',
		'',
	],
	[
		'an answer without end',
		answers({ statusCode: 200, content: 'x'.repeat(maximumBody + 1) }),
		'provider_answer_too_long',
		'',
	],
])('%s', async (_name, script, code, more) => {
	const error = await send(script).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(LoginError);
	// Of the address only the host: the rest may hold a token.
	expect(error).toMatchObject({ code, detail: `id.example.com:8443${more}` });
});

test('the longest answer that is taken', async () => {
	for (const content of ['x'.repeat(maximumBody), Buffer.alloc(maximumBody, 'x')]) {
		expect((await send(answers({ statusCode: 200, content }))).body).toHaveLength(maximumBody);
	}
});

describe('an address whose answer was too long', () => {
	/** A server whose token endpoint answers too much, and which counts what it is asked. */
	function world() {
		const asked: string[] = [];
		const clock = { time: 1_700_000_000_000 };
		const http = engineHttp((_method, called) => {
			asked.push(called);
			return { statusCode: 200, content: called.includes('/token') ? 'a'.repeat(maximumBody + 1) : '{}' };
		});
		const transport = new HttpTransport(http, new Pauses(), () => clock.time);
		const ask = (path: string): Promise<unknown> =>
			transport.send({ method: 'GET', url: `https://id.example.com${path}` }).catch((error: LoginError) => error.code);
		return { asked, clock, ask };
	}

	test('is not asked again for ten minutes, whatever its query', async () => {
		const { asked, clock, ask } = world();
		for (const path of ['/token?a=1', '/token?a=2', '/token']) {
			expect(await ask(path)).toBe('provider_answer_too_long');
		}
		expect(asked).toHaveLength(1);
		clock.time += 600_000;
		await ask('/token');
		expect(asked).toHaveLength(2);
	});

	test('keeps no other address from being asked', async () => {
		const { asked, ask } = world();
		await ask('/token');
		expect(await ask('/userinfo')).toMatchObject({ status: 200 });
		expect(asked).toHaveLength(2);
	});
});
