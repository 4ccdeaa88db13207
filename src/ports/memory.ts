/** Makes the first value of a slot. The function itself names the slot: each owner declares its own. */
export type Slot<T> = () => T;

/**
 * What one process remembers to save work. Nothing in here is needed to finish an attempt that another process, or this
 * one before a restart, began.
 */
export interface Memory {
	/** The value of the slot; made at the first call. */
	of<T>(slot: Slot<T>): T;
}
