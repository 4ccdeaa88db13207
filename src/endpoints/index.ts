import { admin } from './admin';
import { backchannelLogout } from './backchannelLogout';
import { callback } from './callback';
import { casLogin } from './casLogin';
import { proxyValidate, self } from './casServer';
import { confirm } from './confirm';
import { connections } from './connections';
import type { Handlers } from './endpoint';
import { login } from './login';
import { logout, logoutScript } from './logout';
import { loginPageScript, signIn } from './providerList';
import { anyProvider } from './providerPath';
import { proxyDeparture, proxyReturn } from './proxy';
import { transfer } from './transfer';
import { trial } from './trial';
import { wait } from './wait';

/** Paths that each provider has. */
const ofProvider = [login, callback, backchannelLogout, trial];

const ofApp: readonly Handlers[] = [
	...[wait, confirm, connections, signIn, loginPageScript, logout, logoutScript],
	...[admin, transfer],
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
