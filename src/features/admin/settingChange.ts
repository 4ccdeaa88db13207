import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import type { AuditEntry } from '../../attempts/audit';

type Change = Pick<AuditEntry, 'event' | 'what'>;

/**
 * What an admin's form did to a setting, without its value. The form sends every setting each time; most of them are as
 * they were.
 *
 * @param stored what is kept in the place of `changed`
 */
export function settingChange(changed: ISetting, old: ISetting | undefined, stored: ISetting): Change | undefined {
	const before = old?.value ?? old?.packageValue;
	if (!isSame(stored.value, before)) return { event: 'setting_changed', what: changed.id };
	return isSame(changed.value, before) ? undefined : { event: 'setting_refused', what: changed.id };
}

/** Nothing, and what has never been filled in, are the same. */
const isSame = (a: unknown, b: unknown): boolean => (a ?? '') === (b ?? '');
