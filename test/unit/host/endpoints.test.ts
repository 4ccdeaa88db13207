import { throttles } from '../../../src/http/throttle';
import { RequestMethod } from '@rocket.chat/apps-engine/definition/accessors';
import type { IApiEndpoint, IApiRequest, IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import type { IApp } from '@rocket.chat/apps-engine/definition/IApp';

import type { Call, Handlers } from '../../../src/http/endpoint';
import { endpointsOf } from '../../../src/host/endpoints';
import { login } from '../../../src/features/login/loginEndpoint';
import { LoginError } from '../../../src/errors';
import { ProcessMemory } from '../../../src/host/memory';
import { RecordingLogger, requestOf } from '../support/call';
import { engineOf } from '../support/engine';
import { appPath } from '../support/ports';
import { readyWorkspace } from '../support/workspace';

const appId = appPath.split('/').pop()!;
const methods = [
	...(['get', 'post', 'put', 'delete', 'patch', 'head', 'options'] as const),
	...(['propfind', 'trace', 'lock', 'unlock', 'search', 'query', 'report', 'mkcol', 'm-search'] as const),
];
type Method = (...call: unknown[]) => Promise<IApiResponse>;

/** What the engine does with an app's endpoints. `caller` is what it calls them on: newer ones have a stand-in. */
function register(handlers: Handlers, world = readyWorkspace()) {
	const logger = new RecordingLogger();
	const { read, http, persistence, accessors } = engineOf(world);
	const memory = new ProcessMemory();
	const app = (log: unknown): IApp =>
		({ getLogger: () => log, getID: () => appId, getAccessors: () => accessors }) as unknown as IApp;
	const host = { appId, own: accessors, memory, form: world.ports.form };
	const endpoints = endpointsOf(app(logger), host, handlers);
	const call = (
		{ endpoint = endpoints[0]!, name = 'get', caller }: { endpoint?: IApiEndpoint; name?: string; caller?: unknown },
		request: Partial<IApiRequest> = {},
	): Promise<IApiResponse> => {
		const method = (endpoint as unknown as Record<string, Method>)[name]!;
		const given = requestOf(request);
		logger.debug(`${handlers.path}'s call is being executed...`, JSON.parse(JSON.stringify(given)));
		return method.apply(caller ?? endpoint, [given, {}, read, {}, http, persistence]);
	};
	return { world, logger, endpoints, call, app, memory };
}

const yes: Handlers['get'] = async () => ({ status: 200, content: 'yes' });
const secret = {
	query: { code: 'secret', state: 'secret' },
	headers: { cookie: 'secret' },
	content: { user: 'secret' },
};

describe('silence first', () => {
	test.each<[string, Handlers]>([
		['that answers', { path: 'a', get: yes }],
		['that fails at once', { path: 'a', get: () => Promise.reject(new LoginError('internal')) }],
		[
			'that throws before it has begun',
			{
				path: 'a',
				get: () => {
					throw new LoginError('internal');
				},
			},
		],
		['that has no such method', { path: 'a' }],
	])('an endpoint %s has emptied the log before anything else could happen', async (_name, handlers) => {
		const { call, logger } = register(handlers);
		const answer = call({}, secret);
		// Not a single `await` lies between: on older engines the logger may be another call's after one.
		expect(JSON.stringify(logger.entries)).not.toContain('secret');
		await answer;
		expect(JSON.stringify(logger.entries)).not.toContain('secret');
	});

	test('it is the logger of the call, where the engine calls a stand-in', async () => {
		const { call, logger, endpoints, app } = register({
			path: 'a',
			get: async (one: Call) => ({ status: 200, content: one.silent }),
		});
		const own = new RecordingLogger();
		own.debug('the request', secret);
		const caller = new Proxy(endpoints[0]!, {
			get: (target, key) => (key === 'app' ? app(own) : Reflect.get(target, key)),
		});
		expect(await call({ caller })).toMatchObject({ content: true });
		expect([own.entries, logger.entries.length]).toEqual([[], 1]);
	});

	test('a handler is told where the log can not be emptied', async () => {
		const { call, endpoints, app } = register({
			path: 'a',
			get: async (one: Call) => ({ status: 200, content: one.silent }),
		});
		const caller = Object.assign(Object.create(endpoints[0]!) as object, { app: app({ warn: () => undefined }) });
		expect(await call({ caller })).toMatchObject({ content: false });
	});
});

describe('methods', () => {
	test.each(methods)('%s of an endpoint that has none is answered with 405, by a page', async (name) => {
		const { call } = register({ path: 'a' });
		const { status, headers, content } = await call({ name });
		expect([status, headers!['content-type']]).toEqual([405, 'text/html; charset=utf-8']);
		expect(content).toContain('method_not_allowed');
	});

	test('those that there are are answered by their own handler', async () => {
		const handler =
			(content: string): Handlers['get'] =>
			async () => ({ status: 200, content });
		const { call } = register({ path: 'a', get: handler('got'), post: handler('posted') });
		expect((await call({ name: 'get' })).content).toBe('got');
		expect((await call({ name: 'post' })).content).toBe('posted');
		for (const name of methods.slice(2)) expect((await call({ name })).status).toBe(405);
	});
});

describe('a path with a parameter', () => {
	const echo: Handlers['get'] = async ({ request }) => ({ status: 200, content: request.params });
	const handlers: Handlers = { path: 'login/:provider', get: echo };

	test('is one endpoint for newer engines, and one under what older ones take for its name', () => {
		expect(register(handlers).endpoints.map(({ path }) => path)).toEqual(['login/:provider', 'login/']);
		expect(register({ path: 'login/okta' }).endpoints.map(({ path }) => path)).toEqual(['login/okta']);
	});

	test.each<[RequestMethod, number]>([
		[RequestMethod.GET, 200],
		[RequestMethod.POST, 405],
		[RequestMethod.PUT, 405],
		[RequestMethod.DELETE, 405],
		['constructor' as RequestMethod, 405],
		['path' as RequestMethod, 405],
		[{ toString: () => 'retry' } as unknown as RequestMethod, 405],
	])('older engines call it as `provider`, whatever the method is: %p -> %s', async (method, status) => {
		const { call, endpoints } = register(handlers);
		const request = { method, params: { provider: 'forum' } };
		const answer = await call({ endpoint: endpoints[1], name: 'provider' }, request);
		const echoed = { status: 200, content: { provider: 'forum' } };
		expect(answer).toMatchObject(status === 200 ? echoed : { status });
	});

	test('the second one keeps its requests out of the log as well', async () => {
		const { call, endpoints, logger } = register(handlers);
		await call({ endpoint: endpoints[1], name: 'provider' }, { method: RequestMethod.GET, ...secret });
		expect(logger.entries).toEqual([]);
	});

	test('called by its own path, which has no provider in it, it is the page for a provider that does not exist', async () => {
		const { call, endpoints } = register(login(':provider'));
		const { status, content } = await call({ endpoint: endpoints[1], name: 'get' });
		expect(status).toBe(404);
		expect(content).toContain('provider_unknown');
	});
});

test("the engine is shown nothing but a path: an endpoint's own properties go to the server", () => {
	for (const endpoint of register({ path: 'login/:provider', get: yes, retry: () => 'x' }).endpoints) {
		expect(Object.keys(endpoint).filter((key) => key !== 'app')).toEqual(['path']);
	}
});

test('what a handler returns is answered as it is', async () => {
	const answer: IApiResponse = { status: 303, headers: { location: '/x' }, content: '' };
	expect(await register({ path: 'a', get: async () => answer }).call({})).toBe(answer);
});

test('where a sign-in can start anew, the page for its error says so', async () => {
	const fails: Handlers['get'] = () => Promise.reject(new LoginError('provider_timeout'));
	const { call } = register({
		path: 'a',
		get: fails,
		retry: ({ request }) => `login/${String(request.params.provider)}`,
	});
	expect((await call({}, { params: { provider: 'okta' } })).content).toContain(`href="${appPath}/login/okta"`);
});

describe('whoever asks too often', () => {
	const from = (address: string): Partial<IApiRequest> => ({ headers: { 'x-forwarded-for': address } });
	const handlers: Handlers = {
		path: 'login/:provider',
		throttle: 'start',
		retry: () => 'login/okta',
		get: yes,
		post: yes,
	};

	function exhausted(kind: 'start' | 'callback' = 'start') {
		const registered = register(handlers);
		// So much that the next one, a moment later, is too many, and not so much that nobody else gets in.
		const soon = Date.now() + 5_000;
		while (registered.memory.of(throttles)[kind].take('203.0.113.7', soon) === 0);
		return registered;
	}

	test('of an endpoint that names no kind waits as well', async () => {
		const { call, memory } = register({ path: 'a', get: yes });
		const soon = Date.now() + 5_000;
		while (memory.of(throttles).page.take('203.0.113.7', soon) === 0);
		expect((await call({}, from('203.0.113.7'))).status).toBe(429);
		expect((await call({}, from('203.0.113.8'))).status).toBe(200);
	});

	test('takes nothing from who stands otherwise', async () => {
		const standing = async ({ request }: Call) => (request.query.mine ? ({ attempt: 'mine' } as const) : 'stranger');
		const { call, memory } = register({ path: 'a', throttle: 'callback', standing, get: yes });
		const soon = Date.now() + 5_000;
		while (memory.of(throttles).callback.take('203.0.113.7', soon) === 0);
		expect((await call({}, from('203.0.113.7'))).status).toBe(429);
		expect((await call({}, { ...from('203.0.113.7'), query: { mine: '1' } })).status).toBe(200);
	});

	test('waits on a page that asks the same again, and is not written down', async () => {
		const { call, logger } = exhausted();
		const { status, headers, content } = await call({}, { ...from('203.0.113.7'), query: { code: 'secret' } });
		expect(status).toBe(429);
		expect(Number(headers!['retry-after'])).toBeGreaterThan(0);
		expect(headers!.refresh).toBe(headers!['retry-after']);
		expect(content).not.toContain('secret');
		expect(logger.entries).toEqual([]);
	});

	test('and has posted a form begins anew', async () => {
		const { call } = exhausted();
		const { headers } = await call({ name: 'post' }, { ...from('203.0.113.7'), method: RequestMethod.POST });
		expect(headers!.refresh).toBe(`${headers!['retry-after']}; url=${appPath}/login/okta`);
	});

	test('by the second endpoint of an older engine as well', async () => {
		const { call, endpoints } = exhausted();
		const request = { ...from('203.0.113.7'), params: { provider: 'okta' } };
		expect((await call({ endpoint: endpoints[1], name: 'provider' }, request)).status).toBe(429);
	});

	test.each<[string, string, 'start' | 'callback']>([
		['keeps no other address from it', '203.0.113.8', 'start'],
		['keeps nobody from finishing by beginning', '203.0.113.7', 'callback'],
	])('%s', async (_, address, kind) => {
		expect((await exhausted(kind).call({}, from(address))).status).toBe(200);
	});
});
