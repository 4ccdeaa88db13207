import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import type { Control } from '../../controls/control';
import { checkText } from '../../controls/control';
import { anyText } from '../../controls/textControls';
import { text } from '../../values/parse';
import type { Traits } from '../traits/traits';
import type { Overlay } from '../traits/schema';
import { contradiction, parseDefinition, weakenings, withOverlay } from '../traits/schema';
import type { FieldContext } from './field';
import { field } from './field';

type Variants = Readonly<Record<string, { readonly traits: Traits }>>;

/**
 * The traits that a definition makes of the variant it is based on.
 *
 * @param chosen of the form, where the definition names no base
 */
export function definedTraits(
	written: string,
	chosen: Traits,
	variants: Variants,
): { readonly traits: Traits; readonly weakenings: readonly string[] } | { readonly error: string } {
	const overlay: Overlay | { readonly error: string } = parseDefinition(written);
	if ('error' in overlay) return overlay;
	const { base: name, protocol } = overlay;
	if (name !== undefined && !Object.hasOwn(variants, name))
		return { error: `base is not one of: ${Object.keys(variants).join(', ')}` };
	const base = name === undefined ? chosen : variants[name]!.traits;
	// The paths of a server without discovery are no part of one that has it.
	const traits = withOverlay(
		protocol === 'openid' && base.protocol !== 'openid' ? (variants.openid?.traits ?? base) : base,
		overlay,
	);
	const error = contradiction(overlay, traits);
	return error ? { error } : { traits, weakenings: weakenings(overlay) };
}

const definition: Control<string, FieldContext> = {
	...anyText,
	type: SettingType.CODE,
	// Which preset the form chooses is not known here: a definition without a base has to fit one protocol or the other.
	check: checkText((value, { variantTraits, chosen }) => {
		const [asChosen, asOpenid] = [chosen, variantTraits.openid?.traits ?? chosen].map((base) =>
			definedTraits(value, base, variantTraits),
		);
		return asChosen && 'error' in asChosen && asOpenid && 'error' in asOpenid
			? { key: 'definition', detail: asOpenid.error }
			: undefined;
	}),
	read: text,
};

export const definitionFields = {
	/** What the form has no field for, as JSON; see `traits/schema.ts`. */
	definition: field('definition', definition, { label: 'provider_definition' }),
};
