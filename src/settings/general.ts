import type { Setting } from '../controls/setting';
import { customProviders } from '../providers/custom';
import { bridgeSetting, casUrl, internalUrl, nativeButtonSetting } from './bridge';
import { hidePasswordForm, loginPageLinks, straightTo } from './loginPage';
import { askSetting, importSetting, learningSetting, requestsNotifySetting } from './people';
import { privilegedLogin, privilegedRoles, recreateDeleted, secondFactorAcr } from './privileged';
import { proxySettings } from './proxySettings';
import { serviceAccountSettings } from './serviceAccount';
import { adminPages } from './start';

/** The settings that belong to no provider, in the order in which the admin sees them. */
export const generalSettings: ReadonlyArray<Setting<unknown>> = [
	adminPages,
	customProviders,
	...[learningSetting, importSetting, askSetting, requestsNotifySetting],
	...Object.values(proxySettings),
	...[internalUrl, casUrl, bridgeSetting],
	...Object.values(serviceAccountSettings),
	...[nativeButtonSetting, recreateDeleted, privilegedLogin, privilegedRoles, secondFactorAcr],
	...[loginPageLinks, hidePasswordForm, straightTo],
];
