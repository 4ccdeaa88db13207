import { LoginError } from '../../errors';
import type { ClientAuthMethod } from '../../oauth/clientAuthentication';
import { possibleMethods } from '../../oauth/clientAuthentication';
import { isKeyText } from '../../oauth/clientKey';
import type { Memory, Slot } from '../../ports/memory';
import type { Storage } from '../../ports/ports';
import type { ProviderContext } from '../../settings/resolveProvider';
import { cleanText } from '../../values/foreignText';
import { latest, replace } from '../../values/records';

/** @throws LoginError `provider_incomplete` where the document offers none that the client secret is good for */
export function requireMethods(context: ProviderContext): readonly [ClientAuthMethod, ...ClientAuthMethod[]] {
	const [first, ...others] = methodsOf(context);
	if (!first) throw new LoginError('provider_incomplete', offered(context.metadata.tokenAuthMethods));
	return [first, ...others];
}

/**
 * The way in which the client proves itself, by the settings and the provider's document, and where these leave two by
 * what a check has found.
 *
 * @throws LoginError as {@link requireMethods} does
 */
export async function methodOf(context: ProviderContext, { store, memory }: Storage): Promise<ClientAuthMethod> {
	const methods = requireMethods(context);
	const [first, second] = methods;
	if (!second) return first;
	const key = takenKey(context);
	const known = memory.of(takenMethods);
	const taken = known.get(key) ?? latest<TakenMethod>(store, key);
	known.set(key, taken);
	// A read that failed is no answer.
	taken.catch(() => known.delete(key));
	const record = await taken;
	return methods.find((method) => method === record?.method) ?? first;
}

const methodsOf = ({ provider, metadata }: ProviderContext): readonly ClientAuthMethod[] => {
	const { traits, clientSecret } = provider;
	return possibleMethods({
		defined: traits.clientAuthentication,
		sentVia: traits.secretSentVia,
		hasKey: traits.ownSigningKey !== undefined || isKeyText(clientSecret),
		hasPkce: !traits.withoutPkce,
		announced: metadata.tokenAuthMethods,
	});
};

/** The other way to send the same secret. */
export const otherWay = (
	method: ClientAuthMethod,
	{ provider }: ProviderContext,
): 'client_secret_basic' | 'client_secret_post' | undefined => {
	if (provider.traits.signedSecret) return undefined;
	if (method === 'client_secret_basic') return 'client_secret_post';
	return method === 'client_secret_post' ? 'client_secret_basic' : undefined;
};

/** A record of the store: how a provider that announces two ways took the client. */
interface TakenMethod {
	readonly method: ClientAuthMethod;
}

/** The records, as this process has read them. */
const takenMethods: Slot<Map<string, Promise<TakenMethod | undefined>>> = () => new Map();

const takenKey = ({ provider, metadata }: ProviderContext): string =>
	`client-method:${metadata.tokenEndpoint} ${provider.clientId}`;

/**
 * Has the way that the provider took be the one from now on.
 *
 * @returns whether it is: not where an admin has chosen another one, or the document announces one alone
 */
export async function rememberMethod(
	method: ClientAuthMethod,
	context: ProviderContext,
	{ store, memory }: Storage,
): Promise<boolean> {
	const methods = methodsOf(context);
	if (methods.length === 1 || !methods.includes(method)) return false;
	await replace(store, takenKey(context), { method } satisfies TakenMethod);
	forgetMethod(context, memory);
	return true;
}

/** Has the record be read again: another instance may have found out more. */
export const forgetMethod = (context: ProviderContext, memory: Memory): void =>
	void memory.of(takenMethods).delete(takenKey(context));

/** In a detail: what the provider's document says, where what the client does is not in it; else undefined. */
export function notOffered(context: ProviderContext): string | undefined {
	const { tokenAuthMethods } = context.metadata;
	const isSilent = tokenAuthMethods.length === 0 || context.provider.traits.signedSecret;
	const isOffered = methodsOf(context).some((method) => tokenAuthMethods.includes(method));
	return isSilent || isOffered ? undefined : offered(tokenAuthMethods);
}

const offered = (methods: readonly string[]): string => cleanText(`the document offers only ${methods.join(', ')}`);
