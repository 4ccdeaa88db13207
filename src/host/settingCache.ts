import type { Slot } from '../ports/memory';
import { TimedCache } from '../values/timedCache';

/** A click on a button reads two dozen settings. A change that another instance made is seen within five seconds. */
export const settingCache: Slot<TimedCache> = () => new TimedCache(5_000);
