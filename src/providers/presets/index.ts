import type { Preset } from '../definition';
import { github } from './github';
import { google } from './google';
import { ips4 } from './ips4';

/** What a custom provider can be made of, in the order in which the admin sees them. */
export const presets: readonly Preset[] = [github, google, ips4];
