import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { catalog } from '../../../src/providers/catalog';
import type { ProviderDefinition, Traits } from '../../../src/providers/definition/definition';
import { presets } from '../../../src/providers/presets';

export const root = path.join(__dirname, '../../..');
export const docs = path.join(root, 'docs/providers');

/** The page of a provider, or of what all of them share. */
export const page = (id: string): string => readFileSync(path.join(docs, `${id}.md`), 'utf8');

export const section = (id: string): ProviderDefinition => catalog.find((definition) => definition.id === id)!;
export const preset = (id: string): Traits => presets.find((candidate) => candidate.id === id)!.traits;
