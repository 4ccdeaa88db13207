import { readSubject } from '../../identity/claimMap';
import { isJsonObject } from '../../values/json';
import type { CoreCounterpart } from '../../providers/definition/definition';
import { endpointUrl } from '../../settings/endpointUrl';
import type { Provider } from '../../settings/provider';
import { canonical } from '../../settings/provider';

/** How core's own sign-in is set up; '' for what is not filled in. */
export interface CoreSetup {
	readonly url: string;
	readonly identityPath: string;
	readonly clientId: string;
}

/** What core's custom OAuth assumes. */
const defaultIdentityPath = '/me';

/**
 * Who a person of core's own sign-in is at the provider, by what core keeps in the user document about it.
 *
 * The id counts only where both ask the same server who someone is: with another one behind the name, the id of one
 * person would be someone else's. It is never guessed: a document of another shape tells nothing.
 *
 * @param data `services.<service>` of the user document
 * @param identityEndpoint where the app itself reads who someone is
 * @returns undefined where that can't be told
 */
export function coreSubject(
	data: unknown,
	counterpart: CoreCounterpart,
	core: CoreSetup,
	provider: Pick<Provider, 'traits' | 'issuer' | 'clientId'>,
	identityEndpoint: string | undefined,
): string | undefined {
	const server = core.url || counterpart.server || '';
	if (!isJsonObject(data) || !isSameClient(counterpart, core, provider)) return undefined;
	// Where core noted the server, that was the one when the person last came.
	if (data.serverURL !== undefined && data.serverURL !== null && !isSame(data.serverURL, server)) return undefined;
	if (!counterpart.identityPathSetting) return isSame(server, provider.issuer) ? subjectIn(data, 'id') : undefined;

	const coreEndpoint = server && endpointUrl(server, core.identityPath || defaultIdentityPath);
	if (!coreEndpoint || !isSameEndpoint(coreEndpoint, identityEndpoint)) return undefined;
	// One document, of which core and the app each take an id: it has to be the same.
	const { protocol, claims } = provider.traits;
	const subject = subjectIn(data, 'id');
	return subject === subjectIn(data, protocol === 'openid' ? 'sub' : claims.subject) ? subject : undefined;
}

function subjectIn(data: Record<string, unknown>, template: string): string | undefined {
	try {
		return readSubject({ subject: template }, data);
	} catch {
		return undefined;
	}
}

function isSameClient(
	{ clientId }: CoreCounterpart,
	core: CoreSetup,
	{ traits, clientId: own }: Pick<Provider, 'traits' | 'clientId'>,
): boolean {
	const matters = clientId && !(clientId.onlyOpenid && traits.protocol !== 'openid');
	return !matters || (own !== '' && core.clientId === own);
}

const isSame = (a: unknown, b: string | undefined): boolean =>
	typeof a === 'string' && b !== undefined && canonical(a) !== '' && canonical(a) === canonical(b);

/** Some servers have the path in the query. */
const isSameEndpoint = (a: string, b: string | undefined): boolean =>
	isSame(a, b) && new URL(a).search === new URL(b!).search;
