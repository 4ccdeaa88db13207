import type { ProviderDefinition } from './definition';
import { okta } from './okta';

/** Every provider with a section of its own, in the order of the sections. */
export const catalog: readonly ProviderDefinition[] = [okta];
