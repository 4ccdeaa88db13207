import type { GenericSchema } from 'valibot';
import { definitionSchema } from '../../src/providers/traits/schema';

/** As much of valibot's schemas as the definition is made of. */
interface Node {
	readonly type: string;
	readonly entries?: Readonly<Record<string, Node>>;
	readonly wrapped?: Node;
	readonly item?: Node;
	readonly value?: Node;
	readonly options?: ReadonlyArray<string | Node>;
	readonly key?: Node;
	readonly literal?: unknown;
}

/** The JSON Schema (draft 2020-12) of a provider definition. What only the app can check is not in it. */
export const definitionJsonSchema = (): object => ({
	$schema: 'https://json-schema.org/draft/2020-12/schema',
	title: 'Provider definition of OAuth Login',
	...(convert(definitionSchema as GenericSchema as unknown as Node) as object),
});

function convert(node: Node): unknown {
	switch (node.type) {
		case 'optional':
			return convert(node.wrapped!);
		case 'string':
		case 'boolean':
			return { type: node.type };
		case 'literal':
			return { const: node.literal };
		case 'picklist':
			return { enum: node.options };
		case 'union':
			return { anyOf: (node.options as readonly Node[]).map(convert) };
		case 'array':
			return { type: 'array', items: convert(node.item!), minItems: 1, maxItems: 100 };
		case 'record':
			return {
				type: 'object',
				...(node.key?.type === 'picklist' ? { propertyNames: convert(node.key) } : {}),
				additionalProperties: convert(node.value!),
			};
		case 'strict_object': {
			const entries = Object.entries(node.entries!);
			const required = entries.filter(([, { type }]) => type !== 'optional').map(([name]) => name);
			return {
				type: 'object',
				properties: Object.fromEntries(entries.map(([name, entry]) => [name, convert(entry)])),
				...(required.length > 0 ? { required } : {}),
				additionalProperties: false,
			};
		}
		default:
			throw new Error(`no JSON Schema for ${node.type}`);
	}
}
