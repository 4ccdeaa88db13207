import type { Slot } from '../../ports/memory';
import type { Problem } from '../../controls/problem';

/** Settings whose last new value was refused, by id. */
export const rejectedSettings: Slot<Map<string, Problem>> = () => new Map();
