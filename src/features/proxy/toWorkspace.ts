import { LoginError } from '../../errors';
import type { Sealer } from '../../browser/seal';
import { isJsonObject } from '../../values/json';
import type { ProxyServer, Return } from '../../settings/proxyServer';
import { returnOf } from '../../settings/proxyServer';

/** An answer of a provider on its way to the workspace that asked. */
export interface Onward {
	readonly callback: string;
	readonly parameters: ReadonlyArray<readonly [name: string, value: string]>;
}

/** Characters. A sealed state has about five hundred. */
const longestState = 4096;
/** Characters of a name, and of a value; and how many of them one answer may have. */
const longestName = 256;
const longestValue = 16_384;
const mostParameters = 50;

/**
 * Where the answer of a provider goes.
 *
 * @param params query or form of `<url>/oauth_redirect`, as a parser left it
 * @throws LoginError `proxy_answer_invalid`, `proxy_expired`, `proxy_request_invalid`, `proxy_workspace_not_allowed`
 */
export async function toWorkspace(params: unknown, proxy: ProxyServer, sealer: Sealer): Promise<Onward> {
	const { state, ...answer } = isJsonObject(params) ? params : {};
	if (typeof state !== 'string' || state.length > longestState) {
		throw new LoginError('proxy_answer_invalid', 'no usable state');
	}
	const parameters = answerOf(answer);
	// What is sealed has no exclamation mark.
	const target = state.includes('!') ? oauth1Return(state, parameters, proxy) : await open(state, proxy, sealer);
	return { callback: target.callback, parameters: [...parameters, ['state', target.state]] };
}

/** The callback with the answer in its query. */
export function onwardUrl({ callback, parameters }: Onward): string {
	const query = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]));
	return `${callback}${callback.includes('?') ? '&' : '?'}${query.toString().replaceAll('+', '%20')}`;
}

async function open(sealed: string, { workspaces }: ProxyServer, sealer: Sealer): Promise<Return> {
	const target = await sealer.open<Return>('proxy', sealed);
	if (target === 'expired') throw new LoginError('proxy_expired');
	if (!target) throw new LoginError('proxy_answer_invalid', 'the state was not made here');
	// The admin may have taken the workspace off the list meanwhile.
	const isListed = workspaces.some((workspace) => target.callback.startsWith(`${workspace}/`));
	if (!isListed) throw new LoginError('proxy_workspace_not_allowed', new URL(target.callback).origin);
	return target;
}

/**
 * The state of OAuth 1.0a, which anyone could have written: so it comes with an answer of OAuth 1.0a only, of which
 * nobody can make use but who holds the secret of its temporary credentials.
 */
function oauth1Return(state: string, parameters: Onward['parameters'], proxy: ProxyServer): Return {
	const names = new Set(parameters.map(([name]) => name.toLowerCase()));
	const isOAuth1 = names.has('oauth_token') || names.has('denied');
	const isOAuth2 = ['code', 'access_token', 'id_token', 'error'].some((name) => names.has(name));
	if (!isOAuth1 || isOAuth2) throw new LoginError('proxy_answer_invalid', 'the state was not made here');
	return returnOf(state, proxy);
}

/** Everything as it came; what a parser has made an object of can't be written back, and no answer has such. */
function answerOf(answer: Readonly<Record<string, unknown>>): Array<readonly [string, string]> {
	const parameters = Object.entries(answer).flatMap(([name, value]) =>
		(Array.isArray(value) ? (value as unknown[]) : [value])
			.filter((each) => typeof each === 'string')
			.map((each) => [name, each] as const),
	);
	const isTooLong = ([name, value]: readonly [string, string]): boolean =>
		name.length > longestName || value.length > longestValue;
	if (parameters.length > mostParameters || parameters.some(isTooLong)) {
		throw new LoginError('proxy_answer_invalid', 'too long');
	}
	return parameters;
}
