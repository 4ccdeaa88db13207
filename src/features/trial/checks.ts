import { LoginError } from '../../errors';
import type { ProviderContext } from '../../settings/resolveProvider';
import { documentPlace, providerRules, resolveProvider } from '../../settings/resolveProvider';
import { protocols } from '../../sign-in/protocols';
import { Sealer } from '../../browser/seal';
import { authorizationUrl } from '../../oauth/authorizationRequest';
import type { HttpResponse } from '../../ports/transport';
import type { ProviderDefinition } from '../../providers/definition/definition';
import { keysOf, refreshMetadata } from '../../providers/knowledge';
import { inspectBridgeHealth } from '../../workspace/bridgeHealth';
import { readProvider } from '../../settings/provider';
import { readWorkspace } from '../../settings/workspace';
import type { Needs, Settings, Storage, WorkspaceAccess } from '../../ports/ports';

/** What is looked at, in this order. */
export type CheckName = 'workspace' | 'discovery' | 'settings' | 'keys' | 'clock' | 'client' | 'redirect_uri';

export interface Check {
	readonly name: CheckName;
	/** `unknown`: the provider does not tell; a trial sign-in will. */
	readonly outcome: 'passed' | 'failed' | 'unknown';
	/** Why it failed. */
	readonly failure?: Pick<LoginError, 'code' | 'detail'>;
}

/**
 * What can be found out about a provider without anybody signing in: by calls to the addresses of its settings and its
 * own document, whose answers nobody is shown. It need not be switched on.
 */
export async function runChecks(definition: ProviderDefinition, ports: WorkspaceAccess): Promise<Check[]> {
	const workspace = await check('workspace', () => checkWorkspace(ports));
	const discovery = await check('discovery', () => checkDiscovery(definition, ports));
	let resolved: ProviderContext | undefined;
	const settings = await check('settings', async () => {
		resolved = await resolveProvider(definition, ports, { mayBeDisabled: true });
		return 'passed';
	});
	// What the document is needed for fails for the same reason.
	if (!resolved) return [workspace, discovery.outcome === 'failed' ? discovery : settings];
	const context = resolved;
	return [
		workspace,
		...(context.provider.traits.protocol === 'openid' ? [discovery] : []),
		settings,
		...(await Promise.all([
			...(context.metadata.jwksUri ? [check('keys', () => checkKeys(context, ports))] : []),
			check('clock', () => checkClock(context, ports)),
			check('client', () => protocols[context.provider.traits.protocol].probe(context, ports)),
			...(context.provider.traits.protocol === 'openid'
				? [check('redirect_uri', () => checkRedirectUri(context, ports))]
				: []),
		])),
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
	const rules = providerRules(provider, await readWorkspace(ports.serverSettings));
	await refreshMetadata(issuer, ports, rules, documentPlace(provider));
	return 'passed';
}

async function checkKeys(
	{ metadata }: ProviderContext,
	ports: Storage & Needs<'transport'>,
): Promise<Check['outcome']> {
	await (await keysOf(metadata.jwksUri!, ports)).current();
	return 'passed';
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
 * Asks for a sign-in without anybody there (OpenID Connect Core §3.1.2.1, `prompt=none`): a provider that knows the
 * redirect URI sends the caller there, and there this app answers that it began no such attempt.
 */
async function checkRedirectUri(
	{ provider, metadata, redirectUri }: ProviderContext,
	{ transport }: Needs<'transport'>,
): Promise<Check['outcome']> {
	const url = authorizationUrl({
		endpoint: metadata.authorizationEndpoint,
		clientId: provider.clientId,
		redirectUri,
		scope: provider.scope,
		state: 'trial',
		nonce: 'trial',
		responseMode: provider.traits.responseMode,
		extra: { ...provider.traits.extraParameters, prompt: 'none' },
	});
	const answer = await transport.send({ method: 'GET', url });
	if (answer.body.includes('>state_invalid<')) return 'passed';
	if (refusesRedirectUri(answer)) throw new LoginError('callback_not_approved', redirectUri);
	return 'unknown';
}

const refusesRedirectUri = ({ status, body }: HttpResponse): boolean =>
	status >= 400 && /redirect[ _-]?ur[il]|callback ur[il]/i.test(body);
