import { withoutSlashAtEnd } from '../values/slashes';
import type { Found } from '../controls/control';
import { checkText, choice, flag } from '../controls/control';
import type { Setting } from '../controls/setting';
import { setting } from '../controls/setting';
import { line } from '../controls/textControls';
import { endpointProblem } from '../oauth/endpointRules';
import { text } from '../values/parse';

/** Without a slash at the end. Inside a data centre, the workspace may well be reached over plain HTTP. */
const ownAddress: typeof line = {
	...line,
	check: checkText((value): Found => {
		const detail = endpointProblem(value.replace(/^http:/, 'https:'), { allowHttpLoopback: false });
		return detail ? { key: 'url', detail } : undefined;
	}),
	read: (stored) => withoutSlashAtEnd(text(stored)),
};

/** Where the server reaches itself; '': the app finds out. */
export const internalUrl: Setting<string> = setting('Session_internal_url', ownAddress, {
	section: 'section_session',
	label: 'internal_url',
});

/** Where the server reaches this app, for the CAS bridge; '': at the Site URL. */
export const casUrl: Setting<string> = setting('Session_cas_url', ownAddress, {
	section: 'section_session',
	label: 'cas_url',
});

export type BridgeChoice = 'automatic' | 'cas' | 'rest';

export const bridgeSetting: Setting<BridgeChoice> = setting(
	'Session_bridge',
	choice({ automatic: 'choice_automatic', cas: 'choice_cas', rest: 'choice_rest' }, 'automatic'),
	{ section: 'section_session', label: 'bridge' },
);

/** Whether a sign-in that core's own CAS button or the mobile app has begun is finished there. */
export const nativeButtonSetting: Setting<boolean> = setting('Session_native_cas_button_phishable', flag, {
	section: 'section_session',
	label: 'native_cas_button',
	dangerous: true,
});
