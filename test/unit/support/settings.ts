import type { Step } from './store';
import type { ServerSettings, OwnSettings } from '../../../src/ports/settings';

/** Settings as the server keeps them: only those that exist can be set. */
export class MemorySettings implements ServerSettings, OwnSettings {
	private values: Map<string, unknown>;

	constructor(
		values: Readonly<Record<string, unknown>> = {},
		private readonly step: Step = async () => undefined,
	) {
		this.values = new Map(Object.entries(values));
	}

	/** The same settings, reached by another way. */
	by(step: Step): MemorySettings {
		const view = new MemorySettings({}, step);
		view.values = this.values;
		return view;
	}

	get(id: string): Promise<unknown> {
		return this.fresh(id);
	}

	stored(id: string): Promise<unknown> {
		return this.fresh(id);
	}

	/** Nothing is cached here. */
	refresh(): void {}

	async fresh(id: string): Promise<unknown> {
		await this.step();
		const value = this.values.get(id);
		await this.step();
		return value;
	}

	async set(id: string, value: unknown): Promise<void> {
		await this.step();
		if (!this.values.has(id)) throw new Error(`no setting ${id}`);
		this.values.set(id, value);
		await this.step();
	}

	/** What an admin does in the form. */
	change(values: Readonly<Record<string, unknown>>): void {
		for (const [id, value] of Object.entries(values)) this.values.set(id, value);
	}

	snapshot(): Record<string, unknown> {
		return Object.fromEntries(this.values);
	}
}
