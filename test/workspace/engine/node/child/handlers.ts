import { ERROR_CODES } from '../messages';
import type { Accessors, Registered } from './accessors';
import { construct } from './construct';
import type { AppPackage, RunningApp } from './construct';
import { AppsEngineException, SlashCommandContext } from './definitions';
import type { Logger } from './logger';
import { appWithLogger, composedWithLogger } from './withLogger';

type Callable = (...parameters: unknown[]) => unknown;

/** An answer that is a JSON-RPC error. */
export class Failure {
	constructor(
		readonly message: string,
		readonly code: number,
		readonly data: object = {},
	) {}
}

/** What handlers work with: the process has one app. */
export interface Process {
	app?: RunningApp;
	readonly accessors: Accessors;
	readonly registered: Registered;
}

/** @returns what is answered to `method`. (Read: packages/apps, base-runtime/src/handlers) */
export async function handle(runtime: Process, method: string, params: unknown, logger: Logger): Promise<unknown> {
	const [kind] = method.split(':');
	const parameters = Array.isArray(params) ? (params as unknown[]) : [];
	switch (kind) {
		case 'app':
			return handleApp(runtime, method.slice('app:'.length), parameters, logger);
		case 'api':
			return handleApi(runtime, method, parameters, logger);
		case 'slashcommand':
			return handleCommand(runtime, method, parameters, logger);
		case 'scheduler':
			return handleJob(runtime, method, parameters, logger);
		default:
			return new Failure('Method not found', ERROR_CODES.methodNotFound);
	}
}

async function handleApp(runtime: Process, method: string, parameters: unknown[], logger: Logger): Promise<unknown> {
	if (method === 'getStatus') return runtime.app?.getStatus() ?? 'unknown';
	logger.debug({ msg: 'A method is being called...', appMethod: method });
	try {
		const result = await runAppMethod(runtime, method, parameters, logger);
		if (result instanceof Failure) {
			logger.debug({ msg: `'${method}' was unsuccessful.`, appMethod: method, errorMessage: result.message });
		} else {
			logger.debug({ msg: `'${method}' was successfully called! The result is:`, appMethod: method, result });
		}
		return result;
	} catch (error) {
		return new Failure(messageOf(error), ERROR_CODES.failed);
	}
}

async function runAppMethod(runtime: Process, method: string, parameters: unknown[], logger: Logger): Promise<unknown> {
	const { accessors } = runtime;
	const { reader, http, persistence, modifier, environmentReader, configurationModify } = accessors;
	if (method === 'construct') {
		runtime.app = await construct(parameters[0] as AppPackage, logger, accessors);
		return true;
	}
	if (!runtime.app) return new Failure('App unavailable', ERROR_CODES.internal);
	const app = appWithLogger(runtime.app, logger);
	const call = (...given: unknown[]): unknown => (app[method] as Callable).apply(app, given);
	switch (method) {
		case 'initialize':
			await (app.initialize as Callable)(accessors.configurationExtend, environmentReader);
			return true;
		case 'setStatus':
			await (app.setStatus as Callable)(parameters[0]);
			return null;
		case 'onEnable':
			return call(environmentReader, configurationModify);
		case 'onDisable':
			await call(configurationModify);
			return true;
		case 'onInstall':
		case 'onUpdate':
		case 'onUninstall':
			await call(parameters[0], reader, http, persistence, modifier);
			return true;
		case 'onPreSettingUpdate':
			return call(parameters[0], configurationModify, reader, http);
		case 'onSettingUpdated':
			await call(parameters[0], configurationModify, reader, http);
			return true;
	}
	if (!/^(check|execute)/.test(method)) {
		return new Failure(`Unknown method "${method}"`, ERROR_CODES.methodNotFound);
	}
	if (typeof app[method] !== 'function') {
		return new Failure('Invalid event interface called on app', ERROR_CODES.methodNotFound);
	}
	try {
		return await (method.startsWith('check')
			? call(parameters[0], reader, http)
			: call(parameters[0], reader, http, persistence, modifier));
	} catch (error) {
		return error instanceof AppsEngineException
			? new Failure(error.message, ERROR_CODES.appsEngineException, { name: error.name })
			: new Failure(messageOf(error), ERROR_CODES.internal);
	}
}

/** `api:<path>:<verb>`, where the path may have colons. */
async function handleApi(
	{ accessors, registered }: Process,
	method: string,
	parameters: unknown[],
	logger: Logger,
): Promise<unknown> {
	const path = method.slice('api:'.length, method.lastIndexOf(':'));
	const verb = method.slice(method.lastIndexOf(':') + 1);
	const endpoint = registered.endpoints.get(path);
	if (!endpoint) return new Failure(`Endpoint ${path} not found`, ERROR_CODES.failed);
	const executor = endpoint[verb];
	if (typeof executor !== 'function') return new Failure(`${path}'s ${verb} not exists`, ERROR_CODES.failed);
	const [request, info] = parameters;
	const { reader, modifier, http, persistence } = accessors;
	logger.debug(`${path}'s ${method} is being executed...`, request);
	try {
		const self = composedWithLogger(endpoint, logger);
		const result: unknown = await executor.call(self, request, info, reader, modifier, http, persistence);
		logger.debug(`${path}'s ${method} was successfully executed.`);
		return result;
	} catch (error) {
		logger.debug(`${path}'s ${method} was unsuccessful.`);
		return new Failure(messageOf(error) || 'Internal server error', ERROR_CODES.failed);
	}
}

async function handleCommand(
	{ accessors, registered }: Process,
	call: string,
	params: unknown[],
	logger: Logger,
): Promise<unknown> {
	const [, commandName = '', method = ''] = call.split(':');
	const command = registered.commands.get(commandName);
	if (!command) return new Failure(`Slashcommand ${commandName} not found`, ERROR_CODES.failed);
	const executor = command[method];
	logger.debug({ msg: 'Command is being executed...', commandName, method, params });
	try {
		if (method !== 'executor' || typeof executor !== 'function') {
			throw new Error(`Method ${method} not found on slashcommand ${commandName}`);
		}
		const given = params[0] as Record<'sender' | 'room' | 'params' | 'threadId' | 'triggerId', never>;
		const context = new SlashCommandContext(given.sender, given.room, given.params, given.threadId, given.triggerId);
		const { reader, modifier, http, persistence } = accessors;
		const self = composedWithLogger(command, logger);
		const result: unknown = await executor.call(self, context, reader, modifier, http, persistence);
		logger.debug({ msg: 'Command was successfully executed.', commandName, method });
		return result;
	} catch (error) {
		logger.debug({ msg: 'Command was unsuccessful.', commandName, method, err: error });
		return new Failure(messageOf(error), ERROR_CODES.failed);
	}
}

async function handleJob(
	{ app, accessors, registered }: Process,
	method: string,
	[context]: unknown[],
	logger: Logger,
): Promise<unknown> {
	const processorId = method.slice('scheduler:'.length);
	const found = registered.processors.get(processorId);
	if (!found || !app) {
		return new Failure(`Could not find processor for method ${method}`, ERROR_CODES.methodNotFound);
	}
	logger.debug({ msg: 'Job processor is being executed...', processorId });
	try {
		const { reader, modifier, http, persistence } = accessors;
		await found.processor.call(appWithLogger(app, logger), context, reader, modifier, http, persistence);
		logger.debug({ msg: 'Job processor was successfully executed', processorId });
		return null;
	} catch (error) {
		logger.error({ err: error, msg: 'Job processor was unsuccessful', processorId });
		return new Failure(messageOf(error), ERROR_CODES.internal);
	}
}

function messageOf(thrown: unknown): string {
	return String((thrown as { message?: unknown } | null | undefined)?.message ?? '');
}
