import { inspect } from 'node:util';
import { serialize, deserialize } from 'node:v8';
import type { Workspace } from './index';
import { createCodec } from './engine/node/codec';
import { sanitize } from './engine/node/sanitize';
import { chooseRuntime } from './engine/runtime';
import { appPath } from './testing/client';
import type { Client } from './testing/client';
import { PROBE_ID } from './testing/probeApp';
import './testing/quietEngine';
import { seenBy, setSceneWithApp } from './testing/scene';
import { until } from './testing/until';

/*
 * The process that Rocket.Chat from 8.8 on starts for an app, as far as an app can tell. Rows of what was read of it;
 * nothing here was seen on a server.
 */

describe('a value in a message', () => {
	class Marked {
		own = 1;
		get inherited(): number {
			return 2;
		}
	}
	const isMarked = (value: object): boolean => value instanceof Marked && value.own === 2;
	const leftOut = Object.assign(new Marked(), { own: 2 });

	const overIpc = (value: unknown): unknown =>
		(deserialize(serialize(sanitize({ value }, isMarked))) as { value: unknown }).value;
	const overMsgpack = (value: unknown): unknown => {
		const { encoder, decoder } = createCodec(isMarked);
		return (decoder.decode(encoder.encode({ value })) as { value: unknown }).value;
	};
	const cycle: { self?: unknown } = {};
	cycle.self = cycle;

	test.each<[string, unknown, unknown, unknown]>([
		['undefined', undefined, undefined, null],
		['null', null, null, null],
		['a date', new Date(0), new Date(0), new Date(0)],
		['no number', NaN, NaN, NaN],
		['a Buffer', Buffer.from('a'), Buffer.from('a'), Buffer.from('a')],
		['a map', new Map([['a', 1]]), new Map([['a', 1]]), {}],
		['a set', new Set([1]), new Set([1]), {}],
		['a regular expression', /a/, /a/, {}],
		['an object of a class', new Marked(), { own: 1 }, { own: 1 }],
		['a URL', new URL('https://a.example'), {}, {}],
		['a function', () => 1, undefined, undefined],
		['what is left out', leftOut, undefined, undefined],
		['a property that is not enumerable', Object.defineProperty({}, 'hidden', { value: 1 }), {}, {}],
	])('%s', (_, value, ipc, msgpack) => {
		// By what is shown of it: what came over a channel is of another realm.
		expect(inspect(overIpc(value))).toBe(inspect(ipc));
		expect(inspect(overMsgpack(value))).toBe(inspect(msgpack));
	});

	test('an error: with its message over IPC, with its own properties in MessagePack', () => {
		const error = Object.assign(new Error('broken'), { code: 'E1' });
		expect(overIpc(error)).toMatchObject({ message: 'broken', name: 'Error' });
		expect(overIpc(error)).not.toHaveProperty('code');
		expect(overMsgpack(error)).toEqual({ code: 'E1' });
	});

	test('a symbol, a bigint, a cycle: over IPC only', () => {
		expect(overIpc(Symbol('a'))).toBeUndefined();
		expect(overIpc(1n)).toBe(1n);
		expect(overIpc(cycle)).toHaveProperty('self.self.self');
		expect(() => overMsgpack(Symbol('a'))).toThrow();
		expect(() => overMsgpack(1n)).toThrow();
		expect(() => overMsgpack(cycle)).toThrow();
	});
});

describe('the runtime', () => {
	test.each([
		[{}, false, 'deno'],
		[{ profile: 'node' }, false, 'node'],
		[{ profile: 'node', variable: 'deno' }, false, 'deno'],
		[{ profile: 'deno', variable: 'node-msgpack', option: 'node' }, false, 'node'],
		[{ variable: '' }, false, 'deno'],
		[{ profile: 'node', variable: 'node' }, true, 'deno'],
	] as const)('%j, older engine: %j -> %s', (wanted, isOlder, expected) => {
		expect(chooseRuntime(wanted, isOlder)).toBe(expected);
	});

	test('is not chosen by a name that there is not, nor for an engine that does not have it', () => {
		expect(() => chooseRuntime({ variable: 'bun' }, false)).toThrow(/no runtime "bun"/);
		expect(() => chooseRuntime({ option: 'node' }, true)).toThrow(/do not have/);
	});
});

describe.each(['node', 'node-msgpack'] as const)('%s', (runtime) => {
	let workspace: Workspace;
	let app: Client;
	beforeAll(async () => {
		({ workspace, nobody: app } = await setSceneWithApp({ runtime }));
	});

	const run = async (code: string, value?: unknown): Promise<unknown> => (await app.run(code, value)).value;

	test('is a Node 22 or newer with its permission flags, and an environment of PATH alone', async () => {
		const [version, flags, names] = (await run(
			'return [process.versions.node, process.execArgv, Object.keys(process.env)]',
		)) as [string, string[], string[]];
		expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(22);
		expect(flags[0]).toBe('--permission');
		expect(flags.slice(1).every((flag) => flag.startsWith('--allow-fs-read='))).toBe(true);
		expect(names).toEqual(['PATH']);
	});

	test.each([
		['reading a file', "process.getBuiltinModule('fs').readFileSync('/etc/passwd')"],
		['writing a file', "process.getBuiltinModule('fs').writeFileSync('/tmp/by-an-app', '')"],
		['starting a process', "process.getBuiltinModule('child_process').execSync('true')"],
		['starting a thread', "new (process.getBuiltinModule('worker_threads').Worker)('', { eval: true })"],
	])('%s is denied', async (_, code) => {
		expect(await run(`try { ${code}; return 'allowed' } catch ({ code }) { return code }`)).toBe('ERR_ACCESS_DENIED');
	});

	test('has the globals of Node but for globalThis, and none of Deno', async () => {
		const present = [
			...['process', 'Buffer', 'URL', 'URLSearchParams', 'fetch', 'Headers', 'crypto', 'CryptoKey', 'TextEncoder'],
			...['setTimeout', 'setImmediate', 'structuredClone', 'AbortController', 'performance', 'atob', 'btoa', 'global'],
		];
		const absent = ['Deno', 'Worker', 'EventSource', '__dirname'];
		const code = 'return value.filter((name) => new Function(`return typeof ${name}`)() !== "undefined")';
		expect(await run(code, [...present, ...absent])).toEqual(present);
		expect(await run('return app.given.globalThis')).toBe('undefined');
	});

	test.each([
		['node:crypto', 'object'],
		['fs/promises', 'object'],
		['util/types', 'object'],
		['uuid', 'object'],
		['@rocket.chat/apps-engine/definition/App', 'object'],
		['child_process', 'Module child_process is not allowed'],
		['node:worker_threads', 'Module node:worker_threads is not allowed'],
		['express', 'Module express is not allowed'],
	])('require(%j): %s', async (name, expected) => {
		const code = 'try { return typeof app.given.require(value) } catch ({ message }) { return message }';
		expect(await run(code, name)).toBe(expected);
	});

	test('gives an app the definitions of the server', async () => {
		const code = "return app instanceof app.given.require('@rocket.chat/apps-engine/definition/App').App";
		expect(await run(code)).toBe(true);
	});

	test('an app’s change of its own setting has run its hooks when it is answered', async () => {
		await app.run('app.seen.length = 0');
		await app.run("await app.getAccessors().environmentWriter.getSettings().updateValue('text', 'by the app')");
		expect(await seenBy(app, 'onPreSettingUpdate')).toEqual(['by the app']);
		expect(await run("return read.getEnvironmentReader().getSettings().getValueById('text')")).toBe('by the app');
	});

	test('a bridge’s error is an Error with its message, and nothing else of it', async () => {
		workspace.probe.fail('User.getById', Object.assign(new Error('no database'), { code: 'E1' }));
		const code =
			"try { await read.getUserReader().getById('x') } catch (error) { return [error instanceof Error, error.message, Object.keys(error)] }";
		expect(await run(code)).toEqual([true, 'no database', []]);
	});

	test('sends of a room what an app has changed, and the rest of it stays', async () => {
		const { accounts, store } = workspace;
		const creator = accounts.users.findByUsername('bob')!;
		const name = `room-${runtime}`;
		const room = accounts.rooms.create({ t: 'c', name, fname: 'Room', creator, members: [] });
		const change = (more: string): Promise<unknown> =>
			run(
				`const updater = modify.getUpdater(); const builder = await updater.room(value, await read.getUserReader().getAppUser()); ${more} await updater.finish(builder); return 1`,
				room._id,
			);
		expect(await change("builder.addMemberToBeAddedByUsername('admin');")).toBe(1);
		expect(store.rooms.get(room._id)).toMatchObject({ name, fname: 'Room' });
		expect(accounts.rooms.members(room).map(({ username }) => username)).toEqual(['bob', 'admin']);
		expect(await change("builder.setDisplayName('Other');")).toBe(1);
		expect(store.rooms.get(room._id)).toMatchObject({ name, fname: 'Other' });
	});

	const logOf = (method: string): unknown[] =>
		workspace
			.appLogs(PROBE_ID)
			.filter((entry) => String(entry.method) === method)
			.flatMap(({ entries }) => entries.map(({ args }) => args[0] as unknown));

	test('notes each call in a log of its own, the whole request first, which an endpoint can empty', async () => {
		await app.get(`${appPath('echo')}?code=noted`);
		await app.get(`${appPath('quiet')}?code=unseen`);
		const [begun, done] = logOf('api:echo:get');
		expect(begun).toBe("echo's api:echo:get is being executed...");
		expect(done).toBe("echo's api:echo:get was successfully executed.");
		expect(JSON.stringify(workspace.appLogs(PROBE_ID))).toContain('noted');
		expect(JSON.stringify(workspace.appLogs(PROBE_ID))).not.toContain('unseen');
		expect(logOf('api:quiet:get')).toEqual(["quiet's api:quiet:get was successfully executed."]);
	});

	test('stores an error that nobody caught, and lives on', async () => {
		await app.run("setTimeout(() => { throw new Error('not caught') }); Promise.reject(new Error('not awaited'))");
		await until(async () => logOf('runtime:uncaughtException').length > 0);
		expect(JSON.stringify(logOf('runtime:uncaughtException'))).toContain('not caught');
		expect(JSON.stringify(logOf('runtime:unhandledRejection'))).toContain('not awaited');
		expect(await run('return 1')).toBe(1);
	});

	test('is started again when it dies, with what the app had registered and without its memory', async () => {
		await app.run("app.note('memory', 1)");
		workspace.killRuntime(PROBE_ID);
		await until(async () => logOf('runtime:restart').length > 0);
		expect(await run('return app.seen.length')).toBe(0);
		expect((await app.get(appPath('parameter/7'))).body).toEqual({ id: '7' });
	});
});
