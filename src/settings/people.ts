import type { Needs } from '../ports/ports';

/** Whether core's own sign-ins are learnt from: `yes` or `no`. */
export const learningSetting = 'Accounts_learn_from_core';

/** The list of links to import, as an admin pasted it. */
export const importSetting = 'Accounts_links_import';

/** Who is told that somebody waits for an approval: usernames, separated by commas. */
export const requestsNotifySetting = 'Accounts_requests_notify';

/** Whether somebody who can't prove their account to be theirs may ask an admin. */
export const askSetting = 'Accounts_link_requests';

export const mayAskAdmin = async ({ appSettings }: Needs<'appSettings'>): Promise<boolean> =>
	(await appSettings.get(askSetting)) === true;
