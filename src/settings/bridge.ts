import { withoutSlashAtEnd } from '../values/slashes';
import type { Found } from '../controls/control';
import { checkText, choice, flag } from '../controls/control';
import type { Setting } from '../controls/setting';
import { setting } from '../controls/setting';
import { line } from '../controls/textControls';
import { endpointProblem } from '../oauth/endpointRules';
import { text } from '../values/parse';
import { parseUrl } from '../values/url';

/** Without a slash at the end. Inside a data centre, the workspace may well be reached over plain HTTP. */
const ownAddress: typeof line = {
	...line,
	check: checkText((value): Found => {
		const detail =
			endpointProblem(value.replace(/^http:/, 'https:'), { allowHttpLoopback: false }) ?? exposedProblem(value);
		return detail ? { key: 'url', detail } : undefined;
	}),
	read: (stored) => withoutSlashAtEnd(text(stored)),
};

/** What the app sends there lets anyone who reads it sign in as anyone. */
export const exposedProblem = (address: string): string | undefined =>
	/^http:/i.test(address) && !isInside(parseUrl(address)?.hostname ?? '')
		? 'is plain http to a host that is neither this machine nor in a private network'
		: undefined;

/**
 * Whether a host is this machine or in a private network (RFC 1918, RFC 4193, RFC 6762, RFC 8375, ICANN's `.internal`), as
 * far as its name tells: one without a dot is known in such a network only.
 */
function isInside(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '');
	if (host.includes(':')) return host === '::1' || /^f[cd]/i.test(host) || /^fe[89ab]/i.test(host);
	if (/^[\d.]+$/.test(host)) return /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host);
	return host !== '' && (!host.includes('.') || /\.(?:localhost|local|internal|svc|lan|home\.arpa)$/.test(host));
}

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
