import type { CheckContext, Control } from '../../controls/control';
import type { Traits } from '../traits/traits';
import type { FormKey, TextKey } from '../../texts/texts';

/** A field of the providers' sections: everything about it but its texts and its place in a section. */
export interface FieldDeclaration<T> extends Control<T, FieldContext>, FieldTraits {
	/** The setting's id after the section's prefix: core's suffix, where core's custom OAuth has one. */
	readonly suffix: string;
	readonly label: TextKey;
}

interface FieldTraits {
	/** i18n key. Absent: the suffix. */
	readonly label?: TextKey;
	/** i18n key. Absent: `<label>_hint`, where there is such a text. */
	readonly hint?: FormKey;
	/** Weakens security while it is on: the status says so. */
	readonly dangerous?: true;
	/** The app's own value, for copying: what an admin types has no effect, and nothing of it is exported. */
	readonly copyOnly?: true;
}

export interface FieldContext extends CheckContext {
	/** Keys of the provider's variants. */
	readonly variants: readonly string[];
	/** How each of them works, and the provider itself. */
	readonly variantTraits: Readonly<Record<string, { readonly traits: Traits }>>;
	readonly chosen: Traits;
}

export function field<T>(suffix: TextKey, control: Control<T, FieldContext>, traits?: FieldTraits): FieldDeclaration<T>;
export function field<T>(
	suffix: string,
	control: Control<T, FieldContext>,
	traits: FieldTraits & { readonly label: TextKey },
): FieldDeclaration<T>;
export function field<T>(suffix: string, control: Control<T, FieldContext>, traits?: FieldTraits): FieldDeclaration<T> {
	return { ...control, label: suffix as TextKey, ...traits, suffix };
}
