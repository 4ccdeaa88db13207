import { ERROR_CODES, isNotification, isRequest } from '../messages';
import type { RpcMessage, RpcRequest, Wire } from '../messages';
import { createAccessors } from './accessors';
import type { CallBridge, Registered } from './accessors';
import { connect } from './connection';
import { Failure, handle } from './handlers';
import type { Process } from './handlers';
import { Logger } from './logger';

/*
 * What Rocket.Chat from 8.8 on starts for each app: one Node process. Started by ../controller.ts.
 *
 *   node --permission … main.cjs --subprocess <app id> --spawnId <number> [--printLogs]
 *
 * `--printLogs` is of this imitation: each entry of a log is sent at once, besides.
 */

const argument = (name: string): string | undefined => process.argv[process.argv.indexOf(name) + 1];

/** Without a channel to the parent, messages go over the standard streams. */
const wire: Wire = process.send ? 'ipc' : 'msgpack';

if (!process.argv.includes('--subprocess')) {
	process.stderr.write('This program runs an app for a server, which starts it.\n');
	process.exit(1);
}

const appId = argument('--subprocess') ?? '';
const waiting = new Map<string, { resolve(result: unknown): void; reject(error: Error): void }>();
const registered: Registered = {
	endpoints: new Map(),
	processors: new Map(),
	commands: new Map(),
	endpointMetadata: [],
};

const callBridge: CallBridge = (getter, method, ...params) =>
	new Promise((resolve, reject) => {
		const id = Math.random().toString(36).slice(2);
		waiting.set(id, { resolve, reject });
		connection.send({ jsonrpc: '2.0', id, method: `bridges:${getter}:${method}`, params });
	});

const runtime: Process = {
	accessors: createAccessors(callBridge, registered, appId),
	registered,
};

const connection = connect(wire, (message: RpcMessage) => {
	if (isRequest(message)) void answer(message);
	else if (isNotification(message)) {
		connection.send({
			jsonrpc: '2.0',
			id: null,
			error: { message: 'Invalid Request', code: ERROR_CODES.invalidRequest },
		});
	} else {
		const request = waiting.get(message.id ?? '');
		waiting.delete(message.id ?? '');
		if ('error' in message) request?.reject(new Error(message.error.message));
		else request?.resolve(message.result);
	}
});

const print = process.argv.includes('--printLogs')
	? (entry: object) => connection.send({ jsonrpc: '2.0', method: 'log', params: [entry] })
	: undefined;

async function answer({ id, method, params }: RpcRequest): Promise<void> {
	const logger = new Logger(method, print);
	const result = await handle(runtime, method, params, logger);
	const logs = logger.hasEntries() ? { logs: logger.getLogs(appId) } : {};
	if (result instanceof Failure) {
		const { message, code, data } = result;
		connection.send({ jsonrpc: '2.0', id, error: { message, code, data: { ...data, ...logs } } });
	} else {
		connection.send({ jsonrpc: '2.0', id, result: { value: result, ...logs } });
	}
}

for (const event of ['uncaughtException', 'unhandledRejection']) {
	process.on(event, (error: unknown) => {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		connection.send({ jsonrpc: '2.0', method: event, params: [text] });
	});
}

connection.send({ jsonrpc: '2.0', method: 'ready', params: [] });
