import type { Slot } from '../ports/memory';

/** Set while the app is being disabled: from then on the workspace is only put back, and not changed. */
export const lifecycle: Slot<{ withdrawn: boolean }> = () => ({ withdrawn: false });
