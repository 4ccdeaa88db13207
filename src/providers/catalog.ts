import { apple } from './apple';
import type { ProviderDefinition } from './definition';
import { dolphin } from './dolphin';
import { drupal } from './drupal';
import { okta } from './okta';
import { tokenpass } from './tokenpass';
import { twitter } from './twitter';

/** Every provider with a section of its own, in the order of the sections. */
export const catalog: readonly ProviderDefinition[] = [apple, twitter, tokenpass, drupal, dolphin, okta];
