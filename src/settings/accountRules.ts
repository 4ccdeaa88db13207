import type { AccountRules } from '../providers/fields/accounts';
import { accountFields } from '../providers/fields/accounts';
import type { Stored } from '../providers/fields/fields';
import { valuesOf } from '../providers/fields/fields';

export type { AccountRules } from '../providers/fields/accounts';

/** @param stored what the admin filled in, by role */
export const accountRules = (stored: Stored): AccountRules => valuesOf(accountFields, stored);
