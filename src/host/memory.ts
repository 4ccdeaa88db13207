import type { Memory, Slot } from '../ports/memory';

export class ProcessMemory implements Memory {
	private readonly values = new Map<Slot<unknown>, unknown>();

	of<T>(slot: Slot<T>): T {
		if (!this.values.has(slot)) this.values.set(slot, slot());
		return this.values.get(slot) as T;
	}
}
