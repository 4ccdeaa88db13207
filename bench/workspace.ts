import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import type { Commands, Configuration, Question } from './workspaceProcess';

interface Answer {
	readonly id: number;
	readonly result?: unknown;
	readonly error?: string;
}

/** The workspace's process, as seen from outside. */
export class BenchWorkspace {
	private readonly waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
	private questions = 0;
	/** Of the app, with a slash at its end. */
	private appUrl = '';

	private constructor(private readonly child: ChildProcess) {
		child.on('message', ({ id, result, error }: Answer) => {
			const asked = this.waiting.get(id);
			this.waiting.delete(id);
			if (error === undefined) asked?.resolve(result);
			else asked?.reject(new Error(error));
		});
		child.once('exit', () => this.waiting.forEach(({ reject }) => reject(new Error('The workspace ended'))));
	}

	/** Starts it, with the app set up for a provider, and all that it can know beforehand known. */
	static async start(configuration: Configuration): Promise<BenchWorkspace> {
		const child = fork(path.join(__dirname, 'workspaceProcess.ts'), [JSON.stringify(configuration)], {
			// What the engine prints belongs into a server's log.
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
			env: { ...process.env, NODE_ENV: 'production' },
		});
		const workspace = new BenchWorkspace(child);
		workspace.appUrl = String(await workspace.answerTo(0));
		return workspace;
	}

	/** An address of the app. */
	url(below: string): string {
		return this.appUrl + below;
	}

	/** Where the button leads, for one person of the stub provider. */
	loginUrl(person: string): string {
		return this.url(`login/okta?login_hint=${person}`);
	}

	ask<Name extends keyof Commands>(
		command: Name,
		...parameters: Parameters<Commands[Name]>
	): Promise<Awaited<ReturnType<Commands[Name]>>> {
		const id = ++this.questions;
		this.child.send({ id, command, parameters } satisfies Question);
		return this.answerTo(id) as Promise<Awaited<ReturnType<Commands[Name]>>>;
	}

	async stop(): Promise<void> {
		if (!this.child.connected) return;
		const ended = new Promise((resolve) => this.child.once('exit', resolve));
		await this.ask('stop');
		this.child.disconnect();
		await ended;
	}

	private answerTo(id: number): Promise<unknown> {
		return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
	}
}
