import { flag, onUnless } from '../controls/control';
import type { Setting } from '../controls/setting';
import { readSetting, setting } from '../controls/setting';
import { anyText, names } from '../controls/textControls';
import type { Needs } from '../ports/ports';

/** Whether the app links the identities that core's own sign-ins prove. */
export const learningSetting: Setting<boolean> = setting(
	'Accounts_learn_from_core',
	onUnless('no', { yes: 'choice_yes', no: 'choice_no' }),
	{ section: 'section_people', label: 'learn_from_core' },
);

/** The list of links to import, as an admin pasted it. */
export const importSetting: Setting<string> = setting(
	'Accounts_links_import',
	{ ...anyText, multiline: true },
	{ section: 'section_people', label: 'links_import' },
);

/** Whether people who cannot prove that their account is theirs may ask an admin. */
export const askSetting: Setting<boolean> = setting('Accounts_link_requests', flag, {
	section: 'section_people',
	label: 'link_requests',
});

/** Usernames of those who are told that an approval is waited for. */
export const requestsNotifySetting: Setting<readonly string[]> = setting('Accounts_requests_notify', names, {
	section: 'section_people',
	label: 'requests_notify',
});

export const mayAskAdmin = ({ appSettings }: Needs<'appSettings'>): Promise<boolean> =>
	readSetting(askSetting, appSettings);
