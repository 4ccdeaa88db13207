import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { AppStatus } from '@rocket.chat/apps-engine/definition/AppStatus';
import type { AppManager } from '@rocket.chat/apps-engine/server/AppManager';
import type { IParseAppPackageResult } from '@rocket.chat/apps-engine/server/compiler';
import type { IAppStorageItem } from '@rocket.chat/apps-engine/server/storage';
import type { PrintEntry } from '../../serverLog';
import type { Engine } from '../load';
import { appResources, REGISTRATIONS } from './appResources';
import { nodeRuntime } from './build';
import { openChannel } from './channel';
import type { Channel } from './channel';
import { ERROR_CODES, isNotification, isRequest, PONG } from './messages';
import type { RpcError, RpcMessage, RpcNotification, RpcRequest, Wire } from './messages';

/** Milliseconds. */
const DEFAULT_TIMEOUT = 30_000;

type State = 'uninitialized' | 'ready' | 'restarting' | 'stopped' | 'invalid';

/** What an app's answer is made of. */
interface Answered {
	value?: unknown;
	logs?: never;
}

/**
 * One app's Node process, as Rocket.Chat from 8.8 on has it. Liveness and the log are the engine's own.
 * (Read: packages/apps, src/server/runtime/node/AppsEngineNodeRuntime.ts and base/BaseRuntimeSubprocessController.ts)
 */
export class NodeRuntimeController extends EventEmitter {
	child?: ChildProcess;
	readonly livenessManager: InstanceType<Engine['LivenessManager']>;
	private readonly runtime = nodeRuntime();
	private readonly resources: ReturnType<typeof appResources>;
	/** Milliseconds that a request to the app may take. */
	private readonly timeout: number;
	private channel?: Channel;
	private state: State = 'uninitialized';
	private spawned = 0;

	constructor(
		private readonly engine: Engine,
		private readonly wire: Wire,
		private readonly print: PrintEntry | undefined,
		private readonly manager: AppManager,
		private readonly appPackage: IParseAppPackageResult,
		private readonly storageItem: IAppStorageItem,
	) {
		super();
		this.resources = appResources(manager);
		const configured = Number(process.env.APPS_ENGINE_RUNTIME_TIMEOUT ?? DEFAULT_TIMEOUT);
		this.timeout = configured >= 0 ? configured : DEFAULT_TIMEOUT;
		const messenger = { send: (message: string) => this.send(message as never) };
		const debug = (): void => undefined;
		this.livenessManager = new engine.LivenessManager({ controller: this, messenger, debug } as never);
	}

	getAppId(): string {
		return this.appPackage.info.id;
	}

	getProcessState(): State {
		return this.state;
	}

	async getStatus(): Promise<AppStatus> {
		if (!this.child || this.child.exitCode !== null) return 'unknown' as AppStatus;
		return (await this.sendRequest({ method: 'app:getStatus', params: [] })) as AppStatus;
	}

	async setupApp(): Promise<void> {
		const ready = this.waitUntilReady();
		this.spawnProcess();
		await ready;
		await this.sendRequest({ method: 'app:construct', params: [this.appPackage] });
		this.emit('constructed');
	}

	async stopApp(): Promise<void> {
		this.state = 'stopped';
		await this.killProcess();
	}

	/** Starts the app in a new process; the server keeps what the app had registered. */
	async restartApp(): Promise<void> {
		const logger = new this.engine.AppConsole('runtime:restart' as never);
		logger.info({ msg: 'Starting restart procedure for app subprocess...' });
		this.state = 'restarting';
		try {
			await this.killProcess();
			await this.setupApp();
			this.state = 'restarting';
			await this.sendRequest({ method: 'app:initialize' });
			const { status } = this.storageItem;
			await this.sendRequest({ method: 'app:setStatus', params: [status] });
			if (status.endsWith('_enabled')) await this.sendRequest({ method: 'app:onEnable' });
			this.state = 'ready';
			logger.info('Successfully restarted app subprocess');
		} catch (error) {
			logger.error({ msg: "Failed to restart app's subprocess", err: error });
			throw error;
		} finally {
			await this.storeLog(logger);
		}
	}

	/**
	 * @returns what the app has answered
	 * @throws the error of the app's answer, `{ message, code, data }`; an Error after 30 s, or what
	 * `APPS_ENGINE_RUNTIME_TIMEOUT` says
	 */
	sendRequest({ method, params }: { method: string; params?: unknown[] }): Promise<unknown> {
		const id = randomUUID();
		const { timeout } = this;
		return new Promise((resolve, reject) => {
			const event = `result:${id}`;
			const timer = setTimeout(() => {
				this.off(event, settle);
				const what = `[${this.getAppId()}] Request "${id}" for method "${method}"`;
				reject(new Error(`${what} timed out after ${timeout}ms`));
			}, timeout);
			const settle = (result: unknown, error?: RpcError): void => {
				clearTimeout(timer);
				if (error) reject(error);
				else resolve(result);
			};
			this.once(event, settle);
			this.send({ jsonrpc: '2.0', id, method, ...(params && { params }) });
		});
	}

	private send(message: Parameters<Channel['send']>[0]): void {
		if (!this.channel) throw new Error('No process configured to receive a message');
		this.channel.send(message);
	}

	private spawnProcess(): void {
		const { program, path, readable } = this.runtime;
		const readFlags = [this.engine.tempFolder, ...readable].map((folder) => `--allow-fs-read=${folder}`);
		const parameters = ['--subprocess', this.getAppId(), '--spawnId', String(this.spawned++)];
		if (this.print) parameters.push('--printLogs');
		const child = spawn('node', ['--permission', ...readFlags, program, ...parameters], {
			env: { PATH: path },
			...(this.wire === 'ipc' && { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], serialization: 'advanced' }),
		});
		this.child = child;
		const broken = (): boolean => this.emit('error', new Error('DECODE_ERROR'));
		this.channel = openChannel(child, this.wire, (message) => this.receive(message), broken);
		this.livenessManager.attach(child);
		/* eslint-disable no-console -- where a server prints it */
		if (this.wire === 'ipc') child.stdout?.on('data', (data: Buffer) => console.log('Subprocess stdout', String(data)));
		child.stderr?.on('data', (data: Buffer) => console.error('Subprocess stderr', String(data)));
		child.on('error', (error) => {
			this.state = 'invalid';
			console.error(`Failed to start the Node subprocess of app ${this.getAppId()}`, error);
		});
		/* eslint-enable no-console */
		child.once('exit', (code) => this.emit('processExit', code));
		this.once('ready', () => (this.state = 'ready'));
	}

	private async killProcess(): Promise<void> {
		const { child } = this;
		delete this.child;
		delete this.channel;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const exited = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGKILL');
		await exited;
	}

	private waitUntilReady(): Promise<void> {
		return new Promise((resolve, reject) => {
			const ready = (): void => {
				clearTimeout(timer);
				resolve();
			};
			const timer = setTimeout(() => {
				this.off('ready', ready);
				reject(new Error(`[${this.getAppId()}] Timeout: app process not ready`));
			}, DEFAULT_TIMEOUT);
			this.once('ready', ready);
		});
	}

	private receive(message: RpcMessage | typeof PONG): void {
		if (message === PONG) {
			this.emit('pong');
			return;
		}
		this.emit('heartbeat');
		if (isRequest(message)) void this.answer(message);
		else if (isNotification(message)) void this.hear(message);
		else void this.settle(message);
	}

	private async settle(message: Exclude<RpcMessage, RpcRequest | RpcNotification>): Promise<void> {
		const answered = 'error' in message ? undefined : (message.result as Answered);
		const error = 'error' in message ? message.error : undefined;
		const logs = answered?.logs ?? (error?.data as Answered | undefined)?.logs;
		if (logs) await this.manager.getLogStorage().storeEntries(logs);
		this.emit(`result:${message.id}`, answered?.value, error);
	}

	/** Answers what the app asks of a bridge. */
	private async answer({ id, method, params }: RpcRequest): Promise<void> {
		const [, getter = '', name = ''] = method.split(':');
		const found = method.startsWith('bridges:') && Array.isArray(params) ? this.bridgeMethod(getter, name) : undefined;
		if (!found) {
			const error = { message: 'Invalid bridge request', code: ERROR_CODES.malformedBridgeRequest };
			this.reply({ jsonrpc: '2.0', id, error });
			return;
		}
		try {
			const given = (params as unknown[]).map((value) => (value === 'APP_ID' ? this.getAppId() : value));
			const result: unknown = await found(...given);
			this.reply({ jsonrpc: '2.0', id, result: result === undefined ? null : result });
		} catch (thrown) {
			const message = String((thrown as { message?: unknown } | null | undefined)?.message);
			this.reply({ jsonrpc: '2.0', id, error: { message, code: ERROR_CODES.failed, data: thrown } });
		}
	}

	/** The app may have ended while the server worked for it. */
	private reply(message: RpcMessage): void {
		this.channel?.send(message);
	}

	private bridgeMethod(getter: string, name: string): ((...parameters: unknown[]) => unknown) | undefined {
		if (!name.startsWith('do')) return undefined;
		if (getter === 'getAppResourceBridge') {
			if (this.state === 'restarting' && REGISTRATIONS.includes(name)) return () => null;
			return this.resources[name] as ((...parameters: unknown[]) => unknown) | undefined;
		}
		const bridges = this.manager.getBridges() as unknown as Record<string, (() => object) | undefined>;
		const bridge = bridges[getter]?.call(bridges) as Record<string, unknown> | undefined;
		const found = bridge?.[name];
		return typeof found === 'function' ? (found.bind(bridge) as (...parameters: unknown[]) => unknown) : undefined;
	}

	private async hear({ method, params }: RpcNotification): Promise<void> {
		if (method === 'ready') {
			this.emit('ready');
		} else if (method === 'log') {
			this.print?.(this.getAppId(), (params as unknown[])[0]);
		} else if (method === 'uncaughtException' || method === 'unhandledRejection') {
			const logger = new this.engine.AppConsole(`runtime:${method}` as never);
			logger.error({ method, params });
			await this.storeLog(logger);
		}
	}

	private async storeLog(logger: InstanceType<Engine['AppConsole']>): Promise<void> {
		const entry = this.engine.AppConsole.toStorageEntry(this.getAppId(), logger);
		await this.manager.getLogStorage().storeEntries(entry);
	}
}
