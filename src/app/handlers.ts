import { admin } from '../features/admin/adminEndpoint';
import { attempts } from '../features/admin/attemptsEndpoint';
import { missing } from '../features/admin-people/missingEndpoint';
import { settings } from '../features/transfer/settingsEndpoint';
import { people } from '../features/admin-people/peopleEndpoint';
import { adminProviders, setup } from '../features/setup/setupEndpoint';
import { appleNotifications } from '../features/sign-out/appleNotificationsEndpoint';
import { backchannelLogout } from '../features/sign-out/backchannelLogoutEndpoint';
import { callback } from '../features/login/callbackEndpoint';
import { casLogin } from '../features/native-button/casLoginEndpoint';
import { proxyValidate, self } from '../features/cas-server/casServerEndpoint';
import { confirm } from '../features/login/confirmEndpoint';
import { connections } from '../features/connections/connectionsEndpoint';
import { help } from '../features/help/helpEndpoint';
import type { Handlers } from '../http/endpoint';
import { login } from '../features/login/loginEndpoint';
import { logout, logoutScript } from '../features/sign-out/logoutEndpoint';
import { loginPageScript, signIn } from '../features/login-page/providerListEndpoint';
import { anyProvider } from '../http/providerPath';
import { publicKeys } from '../features/public-keys/publicKeysEndpoint';
import { proxyDeparture, proxyReturn } from '../features/proxy/proxyEndpoint';
import { transfer } from '../features/transfer/transferEndpoint';
import { trial } from '../features/trial/trialEndpoint';
import { wait } from '../features/login/waitEndpoint';

/** Paths that each provider has. */
const ofProvider = [login, callback, backchannelLogout, publicKeys, trial];

const ofApp: readonly Handlers[] = [
	...[wait, confirm, connections, signIn, loginPageScript, logout, logoutScript],
	...[appleNotifications, help],
	...[admin, adminProviders, setup, attempts, people, missing, settings, transfer],
	...[casLogin, proxyValidate, self],
	...[proxyDeparture, proxyReturn],
];

/**
 * Every public path of the app.
 *
 * @param providerIds of the providers that are known now; any other is looked up when it is asked for
 */
export const allHandlers = (providerIds: readonly string[]): Handlers[] => [
	...[...providerIds, anyProvider].flatMap((id) => ofProvider.map((handlers) => handlers(id))),
	...ofApp,
];
