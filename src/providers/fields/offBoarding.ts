import { checkText, integer } from '../../controls/control';
import type { Control } from '../../controls/control';
import { line } from '../../controls/textControls';
import type { SecurityEvent } from '../../oauth/securityEvent';
import { securityEvents } from '../../oauth/securityEvent';
import { list } from '../../values/parse';
import { field } from './field';

/** What a security event does to the account: each but `nothing` ends its sessions. */
export const eventActions = ['nothing', 'sessions', 'link', 'deactivate'] as const;

export type EventAction = (typeof eventActions)[number];

export type EventActions = Readonly<Record<SecurityEvent, EventAction>>;

const defaults: EventActions = {
	'sign-out': 'sessions',
	'consent-revoked': 'sessions',
	'account-delete': 'sessions',
	// What an address is worth changes nothing of who may be here.
	'email-disabled': 'nothing',
	'email-enabled': 'nothing',
};

/** `account-delete=deactivate` as a pair, as the one item of a list; an empty list for anything else. */
function pairsOf(item: string): Array<readonly [SecurityEvent, EventAction]> {
	const [name, chosen, ...more] = item.split('=').map((part) => part.trim());
	const event = securityEvents.find((one) => one === name);
	const action = eventActions.find((one) => one === chosen);
	return event && action && more.length === 0 ? [[event, action]] : [];
}

const actions: Control<EventActions> = {
	...line,
	check: checkText((value) =>
		list(value).every((item) => pairsOf(item).length === 1)
			? undefined
			: { key: 'choice', detail: `${securityEvents.join(' | ')} = ${eventActions.join(' | ')}` },
	),
	read: (stored) => ({ ...defaults, ...Object.fromEntries(list(stored).flatMap(pairsOf)) }),
};

const hours: Control<number> = {
	...integer,
	check: (value, context) => integer.check(value, context) ?? (Number(value) < 0 ? { key: 'number' } : undefined),
	read: (stored) => Math.max(0, integer.read(stored)),
};

/** How access ends without the person. */
export const offBoardingFields = {
	/** What is done when the provider reports something; see `oauth/securityEvent.ts`. */
	eventActions: field('event_actions', actions),
	/** After how many hours sessions end; 0: when core ends them. */
	sessionHours: field('session_hours', hours),
};
