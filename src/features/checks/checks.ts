import { LoginError } from '../../errors';
import { dryRunState, readDryRun } from '../../sign-in/dryRun';
import { randomString } from '../../values/random';
import type { ProviderContext } from '../../settings/resolveProvider';
import { discoverySource, resolveProvider } from '../../settings/resolveProvider';
import { protocols } from '../../sign-in/protocols';
import type { ProtocolPorts } from '../../sign-in/protocols/protocol';
import { notOffered } from '../../sign-in/protocols/clientMethod';
import { Sealer } from '../../browser/seal';
import { acceptedAlgorithms } from '../../oauth/algorithms';
import { jwksUriOf } from '../../oauth/metadata';
import { authorizationAddress } from '../../sign-in/protocols/authorizationCode';
import type { HttpResponse } from '../../ports/transport';
import type { ProviderDefinition } from '../../providers/definition/definition';
import { keysOf, refreshMetadata } from '../../providers/knowledge';
import { inspectBridgeHealth } from '../../workspace/bridgeHealth';
import { readProvider } from '../../settings/provider';
import { readSite } from '../../settings/workspace';
import { cleanText } from '../../values/foreignText';
import type { Needs, Settings, Storage, WorkspaceAccess } from '../../ports/ports';

/** What is looked at, in this order. */
export type CheckName = 'workspace' | 'discovery' | 'settings' | 'keys' | 'clock' | 'client' | 'redirect_uri' | 'scope';

export interface Check {
	readonly name: CheckName;
	/** `unknown`: the provider does not tell; a trial sign-in will. `doubtful`: sign-ins work, and may lack something. */
	readonly outcome: 'passed' | 'failed' | 'doubtful' | 'unknown';
	/** Why it failed, or is in doubt. */
	readonly failure?: Pick<LoginError, 'code' | 'detail'>;
}

/**
 * What can be found out about a provider without anyone signing in: by calls to the addresses of its settings and its
 * own document, whose answers nobody is shown. It need not be switched on.
 */
export async function runChecks(definition: ProviderDefinition, ports: WorkspaceAccess): Promise<Check[]> {
	const workspace = await check('workspace', () => checkWorkspace(ports));
	const discovery = await check('discovery', () => checkDiscovery(definition, ports));
	const [settings, ...others] = await checkProvider(definition, ports);
	// What the document is needed for fails for the same reason.
	if (settings!.outcome === 'failed') return [workspace, discovery.outcome === 'failed' ? discovery : settings!];
	return [workspace, ...(discovery.outcome === 'unknown' ? [] : [discovery]), settings!, ...others];
}

/** The same of the provider alone, by the copy of its document that there is. */
export async function checkProvider(definition: ProviderDefinition, ports: WorkspaceAccess): Promise<Check[]> {
	let resolved: ProviderContext | undefined;
	const settings = await check('settings', async () => {
		resolved = await resolveProvider(definition, ports, { mayBeDisabled: true });
		return 'passed';
	});
	if (!resolved) return [settings];
	const context = resolved;
	const { metadata, provider } = context;
	const { protocol } = provider.traits;
	return [
		settings,
		...(await Promise.all([
			...(needsKeys(context) ? [check('keys', () => checkKeys(context, ports))] : []),
			check('clock', () => checkClock(context, ports)),
			checkClient(context, ports),
			...(protocol === 'oauth1' ? [] : [check('redirect_uri', () => checkRedirectUri(context, ports))]),
		])),
		...(metadata.scopes ? [checkScope(provider.scope, metadata.scopes)] : []),
	];
}

async function check(name: CheckName, look: () => Promise<Check['outcome']>): Promise<Check> {
	try {
		return { name, outcome: await look() };
	} catch (error) {
		if (!(error instanceof LoginError)) throw error;
		return { name, outcome: 'failed', failure: error };
	}
}

async function checkWorkspace(ports: WorkspaceAccess): Promise<Check['outcome']> {
	const health = await inspectBridgeHealth(ports, new Sealer(ports));
	if (!health.ready) throw new LoginError(health.code, health.detail);
	return 'passed';
}

/** Anew, whatever copy there is: it may have been right before. */
async function checkDiscovery(
	definition: ProviderDefinition,
	ports: Storage & Settings & Needs<'transport'>,
): Promise<Check['outcome']> {
	const provider = await readProvider(definition, ports.appSettings);
	const { traits, issuer } = provider;
	if (traits.protocol !== 'openid' || traits.withoutDiscovery || !issuer) return 'unknown';
	await refreshMetadata(discoverySource(provider, await readSite(ports.serverSettings)), ports);
	return 'passed';
}

/** Whether a key of the provider's says who someone is. */
const needsKeys = ({ provider: { traits } }: ProviderContext): boolean =>
	traits.protocol === 'openid' && !traits.insecureSharedSecretSignature;

async function checkKeys(
	{ metadata }: ProviderContext,
	ports: Storage & Needs<'transport'>,
): Promise<Check['outcome']> {
	const jwksUri = jwksUriOf(metadata);
	if (acceptedAlgorithms(metadata.idTokenAlgs).length === 0) {
		const announced = metadata.idTokenAlgs.join(', ');
		throw new LoginError('id_token_invalid', cleanText(`the document announces only ${announced}`));
	}
	await (await keysOf(jwksUri, ports)).current();
	return 'passed';
}

/** What the document does not offer is a doubt only where the provider itself says neither yes nor no. */
async function checkClient(context: ProviderContext, ports: ProtocolPorts): Promise<Check> {
	const { protocol } = context.provider.traits;
	const found = await check('client', () => protocols[protocol].probe(context, ports));
	const detail = found.outcome === 'unknown' && protocol !== 'oauth1' ? notOffered(context) : undefined;
	return detail ? { name: 'client', outcome: 'doubtful', failure: { code: 'provider_incomplete', detail } } : found;
}

/** Seconds that the two clocks may differ, as an id_token is checked. */
const tolerance = 60;

/** RFC 9110 §6.6.1: a server with a clock says in each answer what time it is. */
async function checkClock(
	{ metadata }: ProviderContext,
	{ transport, now }: Needs<'transport' | 'now'>,
): Promise<Check['outcome']> {
	const url = metadata.jwksUri ?? metadata.tokenEndpoint;
	const answer = await transport.send({ method: 'GET', url });
	const theirs = Date.parse(answer.headers.date ?? '');
	if (Number.isNaN(theirs)) return 'unknown';
	const seconds = Math.round((theirs - now()) / 1000);
	if (Math.abs(seconds) > tolerance) {
		throw new LoginError('clock_wrong', `${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead of'} the provider`);
	}
	return 'passed';
}

/**
 * Asks for a sign-in without anyone there (OpenID Connect Core §3.1.2.1, `prompt=none`): a provider that knows the
 * redirect URI sends the caller there, with a reason.
 */
async function checkRedirectUri(context: ProviderContext, ports: ProtocolPorts): Promise<Check['outcome']> {
	const secrets = { state: dryRunState, nonce: dryRunState, verifier: randomString(32) };
	const wishes: Record<string, string> = context.provider.traits.protocol === 'openid' ? { prompt: 'none' } : {};
	const url = await authorizationAddress(context, secrets, wishes, ports);
	const answer = await ports.transport.send({ method: 'GET', url });
	const reason = readDryRun(answer.body);
	const refusal = reason === undefined ? refusalOnPage(answer, context.redirectUri) : refusals[reason]?.(reason);
	if (refusal) throw refusal;
	return reason === undefined || doubts.has(reason) ? 'unknown' : 'passed';
}

/** Errors of RFC 6749 §4.1.2.1 that a real sign-in would meet as well. */
const refusals: Readonly<Record<string, ((reason: string) => LoginError) | undefined>> = {
	invalid_scope: (reason) => new LoginError('provider_error', reason),
	unauthorized_client: (reason) => new LoginError('client_refused', reason),
	unsupported_response_type: (reason) => new LoginError('provider_error', reason),
};

/** Others that may be about the missing person, or about `prompt`. */
const doubts: ReadonlySet<string> = new Set(['invalid_request', 'server_error', 'temporarily_unavailable']);

/** What a provider says on a page of its own, where it does not trust the redirect URI (RFC 6749 §4.1.2.1). */
function refusalOnPage({ status, body }: HttpResponse, redirectUri: string): LoginError | undefined {
	if (status < 400) return undefined;
	if (/redirect[ _-]?ur[il]|callback ur[il]/i.test(body)) return new LoginError('callback_not_approved', redirectUri);
	if (/invalid[ _]scope/i.test(body)) return new LoginError('provider_error', 'invalid_scope');
	if (/(?:invalid|unknown|unauthorized)[ _]client/i.test(body))
		return new LoginError('client_refused', `HTTP ${status}`);
	return undefined;
}

/** A provider may leave some out of its list: a scope that is not there is a doubt, and no more. */
function checkScope(scope: string, announced: readonly string[]): Check {
	const missing = scope.split(' ').filter((one) => one !== '' && !announced.includes(one));
	if (missing.length === 0) return { name: 'scope', outcome: 'passed' };
	return {
		name: 'scope',
		outcome: 'doubtful',
		failure: { code: 'provider_error', detail: `not among its scopes: ${missing.join(' ')}` },
	};
}
