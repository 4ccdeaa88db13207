import type { Entry } from './journal';
import { Journal } from './journal';
import type { Storage } from '../ports/ports';

/** What can have happened; each has a text, `audit_<event>`. */
export const auditEvents = [
	'account_created',
	'link_made',
	'link_learnt',
	'link_removed',
	'cas_id_elsewhere',
	'roles_changed',
	'rooms_joined',
	'profile_changed',
	'not_in_step',
	'setting_changed',
	'setting_refused',
	'exported',
	'exported_secrets',
	'imported',
	'taken_over',
	'request_approved',
	'request_refused',
	'links_imported',
	'visits_ended',
	'last_admin_kept',
	'provider_reported',
	'report_not_followed',
] as const;

export type AuditEvent = (typeof auditEvents)[number];

/** Who did what, and when. Names of settings are in it, their values never. */
export interface AuditEntry extends Entry {
	readonly event: AuditEvent;
	/** Id of the account that did it; absent where the server does not tell. */
	readonly by?: string;
	/** Id of the account that it was done to. */
	readonly userId?: string;
	readonly provider?: string;
	/** Which of several links or people it was; see `describeLink`. */
	readonly which?: string;
	/** Id of the setting, or how many; what of an account changed, or why it did not. */
	readonly what?: string;
}

/** The last few hundred changes of accounts, links and settings. */
export class Audit extends Journal<AuditEntry> {
	constructor(ports: Storage) {
		super({ name: 'audit', limit: 400, kindOf: ({ event, what = '' }) => `${event} ${what}` }, ports);
	}

	/** Nothing fails because it could not be noted. */
	note(entry: Omit<AuditEntry, 'id' | 'at' | 'more'>): void {
		void this.add(entry).catch(() => undefined);
	}
}
