import { apple } from './sections/apple';
import type { ProviderDefinition } from './definition/definition';
import { dolphin } from './sections/dolphin';
import { drupal } from './sections/drupal';
import { okta } from './sections/okta';
import { tokenpass } from './sections/tokenpass';
import { twitter } from './sections/twitter';

/** Every provider with a section of its own, in the order of the sections. */
export const catalog: readonly ProviderDefinition[] = [apple, twitter, tokenpass, drupal, dolphin, okta];

/** Whether a name does not stand for a provider of the catalog. */
export const isFree = (name: string): boolean => !catalog.some(({ id }) => id === name.toLowerCase());
