import { decodeProtectedHeader } from 'jose';
import type { CryptoKey } from 'jose';

import { LoginError } from '../../errors';
import { appleClientSecret, parseApplePrivateKey } from '../../oauth/appleClientSecret';
import { clientAssertion } from '../../oauth/clientAssertion';
import type { ClientAuthentication, ClientAuthMethod } from '../../oauth/clientAuthentication';
import { isKeyText, readClientKey } from '../../oauth/clientKey';
import { sharedSecretAlgorithms } from '../../oauth/sharedSecretKeys';
import type { Sealing } from '../../ports/ports';
import { OwnKeys } from '../../providers/ownKeys';
import type { ProviderContext } from '../../settings/resolveProvider';
import { cleanText } from '../../values/foreignText';

/**
 * The proof for one request.
 *
 * @throws LoginError `provider_incomplete` for a key that can't sign, or that would be sent
 */
export async function clientProof(
	context: ProviderContext,
	method: ClientAuthMethod,
	ports: Sealing,
): Promise<ClientAuthentication> {
	const { clientId, clientSecret, traits, teamId, keyId } = context.provider;
	if (traits.signedSecret) {
		const key = await parseApplePrivateKey(clientSecret);
		if ('error' in key) throw new LoginError('provider_incomplete', key.error);
		const credential = await appleClientSecret({ teamId, keyId, clientId, key, now: ports.now() });
		return { method: 'client_secret_post', clientId, credential };
	}
	if (isKeyText(clientSecret) && method !== 'private_key_jwt' && method !== 'none') {
		throw keyProblem(`a private key is for private_key_jwt, not for ${method}`);
	}
	switch (method) {
		case 'none':
			return { method, clientId, credential: '' };
		case 'private_key_jwt':
		case 'client_secret_jwt':
			return { method, clientId, credential: await assertion(method, context, ports) };
		default:
			return { method, clientId, credential: clientSecret };
	}
}

/** What a provider that refuses the proof has to be set up for; undefined where that is just the secret. */
export function proofDetail(
	{ method, credential }: ClientAuthentication,
	context: ProviderContext,
): string | undefined {
	const { signedSecret } = context.provider.traits;
	const { keyId, teamId } = context.provider;
	if (signedSecret) return `signed with Key ID ${keyId} of Team ID ${teamId}`;
	if (!method.endsWith('_jwt')) return undefined;
	const { alg, kid = 'none' } = decodeProtectedHeader(credential);
	const own = context.provider.traits.ownSigningKey ? ' (ownSigningKey)' : '';
	return `assertion signed with ${alg}, kid ${kid}, for ${audienceOf(context)}${own}`;
}

async function assertion(
	method: 'private_key_jwt' | 'client_secret_jwt',
	context: ProviderContext,
	ports: Sealing,
): Promise<string> {
	const { key, header } = method === 'private_key_jwt' ? await privateKey(context, ports) : sharedSecret(context);
	const { clientId } = context.provider;
	try {
		return await clientAssertion({ clientId, audience: audienceOf(context), key, header, now: ports.now() });
	} catch (cause) {
		throw keyProblem(`too short for ${header.alg}`, cause);
	}
}

/** OpenID Connect Core §9 leaves it open; most servers take their issuer, and a server without one its token endpoint. */
const audienceOf = ({ provider: { traits }, metadata }: ProviderContext): string =>
	traits.clientAssertionAudience ?? (traits.protocol === 'openid' ? metadata.issuer : metadata.tokenEndpoint);

interface Signing {
	readonly key: CryptoKey | Uint8Array;
	readonly header: { readonly alg: string };
}

/** The app's own, or the one in the place of the client secret. */
async function privateKey({ provider, metadata, instance }: ProviderContext, ports: Sealing): Promise<Signing> {
	const { clientSecret, traits } = provider;
	const own = traits.ownSigningKey;
	const text = own ? JSON.stringify(await new OwnKeys(ports).signingKey(instance, own)) : clientSecret;
	const key = await readClientKey(text, metadata.tokenAuthAlgs, traits.clientKeyId);
	if (!('error' in key)) return key;
	const announced = metadata.tokenAuthAlgs?.join(', ') ?? '';
	if (own)
		throw new LoginError('provider_incomplete', cleanText(`ownSigningKey ${own}: the provider takes ${announced}`));
	throw keyProblem(key.error === 'algorithm' ? `the provider takes ${announced}` : key.error);
}

/** Its algorithms are those by which a provider signs with the secret. */
function sharedSecret({ provider, metadata: { tokenAuthAlgs } }: ProviderContext): Signing {
	const alg = sharedSecretAlgorithms.find((one) => tokenAuthAlgs?.includes(one) ?? true);
	if (!alg) throw keyProblem(`the provider takes ${tokenAuthAlgs?.join(', ')}`);
	return { key: new TextEncoder().encode(provider.clientSecret), header: { alg } };
}

const keyProblem = (reason: string, cause?: unknown): LoginError =>
	new LoginError('provider_incomplete', `the key in the client secret: ${cleanText(reason)}`, { cause });
