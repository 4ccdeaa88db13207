import { isEmpty } from '../controls/control';
import type { Problem } from '../controls/problem';
import type { SettingContext } from '../controls/setting';
import type { EndpointRules } from '../oauth/endpointRules';
import type { ProviderDefinition } from '../providers/definition/definition';
import { fields } from '../providers/fields/fields';
import type { Field } from '../providers/fields/section';
import { generalSettings } from './general';

/** Why a field of a provider cannot have the value; undefined when it can. */
export const fieldProblem = async (
	{ variants = {}, traits }: ProviderDefinition,
	{ role }: Field,
	value: unknown,
	rules: EndpointRules,
): Promise<Problem | undefined> =>
	fields[role].check(value, { rules, variants: Object.keys(variants), variantTraits: variants, chosen: traits });

const byId = new Map(generalSettings.map((setting) => [setting.id, setting]));

/**
 * Why a setting that belongs to no provider cannot have the value. Any other id can: a page that is still open sends the
 * fields of a provider that was taken from the list.
 */
export const settingProblem = async (
	id: string,
	value: unknown,
	context: SettingContext,
): Promise<Problem | undefined> => (isEmpty(value) ? undefined : byId.get(id)?.check(value, context));
