import * as v from 'valibot';
import type { Reason } from '../../errors';
import { LoginError } from '../../errors';
import type { OpenTokens } from './openTokens';
import { openTokens } from './openTokens';
import type { RestApi } from './restApi';
import type { ServiceAccount } from './serviceAccount';
import { RestUsers, secretVariable } from './restUsers';

/** What the service account was found to be good for. */
export type RestFinding =
	/** It can sign people in. What it `lacks` is needed for other things, or when many come at once. */
	| {
			readonly ready: true;
			readonly username: string;
			readonly lacks: readonly string[];
			/** Whom else the server's secret lets in; absent where nobody. */
			readonly openTokens?: OpenTokens;
	  }
	/** Everything that has to be fixed before anyone can be signed in by it. */
	| { readonly ready: false; readonly problems: readonly Reason[] };

const makeTokens = 'user-generate-access-token';

/** Without these nobody gets an account, or a session. */
export const neededPermissions = ['create-user', makeTokens];

/** To find accounts by their e-mail address. */
export const addressPermissions = ['view-d-room', 'view-full-other-user-info'];

/** To keep names, addresses and roles in sync, and to call without core's limit, as well. */
export const furtherPermissions = [
	...addressPermissions,
	'edit-other-user-info',
	'access-permissions',
	'api-bypass-rate-limit',
];

const permissions = v.object({ update: v.array(v.object({ _id: v.string(), roles: v.array(v.string()) })) });

/**
 * Looks whether people can be signed in by the service account, and creates nothing: permissions are compared as core
 * compares them, by the account's roles, and the one token that is made is the account's own and is ended again.
 */
export async function checkServiceAccount(account: ServiceAccount, api: RestApi): Promise<RestFinding> {
	const me = await asReason(new RestUsers(api).me());
	if ('reason' in me) return { ready: false, problems: [me.reason] };
	const { id, username, roles } = me.value;
	const [lacking, token] = [await asReason(lackingPermissions(roles, api)), await asReason(tryToken(id, account, api))];
	const missing = 'reason' in lacking ? [] : lacking.value.filter((one) => neededPermissions.includes(one));
	// From 8.3.7 and 8.5.2 on a secret without the permission is refused like a wrong one: it is not known to be that.
	const isExplained =
		account.createTokenSecret !== '' &&
		missing.includes(makeTokens) &&
		'reason' in token &&
		token.reason.detail === secretVariable;
	const problems = [
		...('reason' in lacking ? [lacking.reason] : []),
		...(missing.length > 0 ? [{ code: 'rest_permission_missing', detail: missing.join(', ') } as const] : []),
		...('reason' in token && !isExplained ? [token.reason] : []),
	];
	if (problems.length > 0 || 'reason' in lacking) return { ready: false, problems };
	// What the server does not tell is no reason to let nobody in.
	const open = openTokens(await api.serverVersion().catch(() => ''));
	return { ready: true, username, lacks: lacking.value, ...(open && { openTokens: open }) };
}

async function lackingPermissions(roles: readonly string[], api: RestApi): Promise<string[]> {
	const { update } = await api.get('permissions.listAll', permissions);
	const granted = new Set(update.filter((one) => one.roles.some((role) => roles.includes(role))).map(({ _id }) => _id));
	return [...neededPermissions, ...furtherPermissions].filter((permission) => !granted.has(permission));
}

/** For oneself a token needs no permission up to 7.x: whether one is made is up to the server alone. */
async function tryToken(userId: string, { createTokenSecret }: ServiceAccount, api: RestApi): Promise<void> {
	const users = new RestUsers(api);
	const session = await users.issueToken(userId, createTokenSecret).catch((error: unknown) => {
		const isTokensOff = error instanceof LoginError && error.code === 'rest_tokens_off';
		if (!isTokensOff || !createTokenSecret) throw error;
		// A wrong secret and a server that makes no tokens sound alike. Without one, only a server that wants it says so.
		return users.issueToken(userId, '');
	});
	await api.as(session).logOut();
}

async function asReason<T>(call: Promise<T>): Promise<{ value: T } | { reason: Reason }> {
	try {
		return { value: await call };
	} catch (error) {
		if (!(error instanceof LoginError)) throw error;
		return { reason: { code: error.code, detail: error.detail } };
	}
}
