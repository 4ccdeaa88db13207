import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { root } from '../package';
import type { AppSetting } from './appOnServer';

/** Something that a run made or changed, with what it takes to undo it. */
export type Made =
	/** Settings of the server that the app takes over, as they were. */
	| { readonly kind: 'server settings'; readonly values: Readonly<Record<string, unknown>> }
	| { readonly kind: 'app'; readonly id: string }
	/** A setting of an app, as it was. */
	| { readonly kind: 'app setting'; readonly appId: string; readonly setting: AppSetting }
	/** The settings of a custom provider, which did not exist: their ids begin with `prefix`. */
	| { readonly kind: 'app section'; readonly appId: string; readonly prefix: string }
	| { readonly kind: 'account'; readonly username: string };

/**
 * What has to be undone at a server, in a file: it is written before each step, so that a run that was killed can be
 * cleaned up by the next one. It may hold earlier values of settings, so only its owner can read it.
 */
export class Journal {
	private constructor(
		private readonly file: string,
		private made: Made[],
	) {}

	static of(url: string): Journal {
		const file = path.join(root, 'build', 'verify', `${url.replace(/\W+/g, '-')}.json`);
		try {
			return new Journal(file, JSON.parse(readFileSync(file, 'utf8')) as Made[]);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Journal(file, []);
			throw error;
		}
	}

	/** Newest first: the order in which it is undone. */
	get entries(): readonly Made[] {
		return [...this.made].reverse();
	}

	add(entry: Made): void {
		this.made = [...this.made, entry];
		this.write();
	}

	remove(entry: Made): void {
		this.made = this.made.filter((each) => each !== entry);
		this.write();
	}

	private write(): void {
		if (this.made.length === 0) {
			rmSync(this.file, { force: true });
			return;
		}
		mkdirSync(path.dirname(this.file), { recursive: true });
		writeFileSync(this.file, JSON.stringify(this.made, null, '\t'), { mode: 0o600 });
	}
}
