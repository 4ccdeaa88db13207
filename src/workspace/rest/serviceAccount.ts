import { readSetting } from '../../controls/setting';
import { LoginError } from '../../errors';
import type { Session } from '../session/session';
import { serviceAccountSettings } from '../../settings/serviceAccount';
import type { Needs } from '../../ports/ports';

/** In whose name the app calls the REST API, by a token that the admin gave it. */
export interface ServiceAccount extends Session {
	/** The server's `CREATE_TOKENS_FOR_USERS_SECRET`, where it has one. */
	readonly createTokenSecret: string;
}

/** The same below the app's own prefix, for those who keep secrets out of databases. */
export const serviceAccountVariables = {
	userId: 'REST_USER_ID',
	token: 'REST_TOKEN',
	createTokenSecret: 'CREATE_TOKEN_SECRET',
} as const;

/**
 * Settings come first, as with Rocket.Chat's own: a variable is what holds where nothing was entered. User id and token
 * are one thing and come from one place, so that no token is sent with someone else's id.
 *
 * @returns undefined where there is none in either place
 * @throws LoginError `rest_credentials_missing` where half of it is there
 */
export async function readServiceAccount({
	appSettings,
	environment,
}: Needs<'appSettings' | 'environment'>): Promise<ServiceAccount | undefined> {
	const setting = (part: keyof ServiceAccount): Promise<string> =>
		readSetting(serviceAccountSettings[part], appSettings);
	const variable = (part: keyof ServiceAccount): Promise<string> => environment.get(serviceAccountVariables[part]);

	const [userId, token, secret] = await Promise.all([
		setting('userId'),
		setting('token'),
		setting('createTokenSecret'),
	]);
	const createTokenSecret = secret || (await variable('createTokenSecret'));
	if (userId || token) return complete({ userId, token, createTokenSecret }, (part) => serviceAccountSettings[part].id);
	const [variableId, variableToken] = await Promise.all([variable('userId'), variable('token')]);
	if (!variableId && !variableToken) return undefined;
	return complete(
		{ userId: variableId, token: variableToken, createTokenSecret },
		(part) => serviceAccountVariables[part],
	);
}

function complete(account: ServiceAccount, nameOf: (part: keyof ServiceAccount) => string): ServiceAccount {
	const missing = (['userId', 'token'] as const).find((part) => !account[part]);
	if (missing) throw new LoginError('rest_credentials_missing', nameOf(missing));
	return account;
}
