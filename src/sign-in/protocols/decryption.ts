import type { ErrorCode } from '../../errors';
import { decryptToken } from '../../oauth/encryptedToken';
import type { Sealing } from '../../ports/ports';
import { OwnKeys } from '../../providers/ownKeys';
import type { EncryptedPart } from '../../providers/traits/traits';
import type { ProviderContext } from '../../settings/resolveProvider';

/** Whether a provider encrypts that for the app: then nothing else is taken for it. */
export const isToBeEncrypted = (part: EncryptedPart, { provider }: ProviderContext): boolean =>
	provider.traits.encryption?.of.includes(part) ?? false;

/**
 * What is inside of a token that the provider encrypts for the app; a token that it does not encrypt as it is.
 *
 * @throws LoginError `code`
 */
export async function decrypted(
	part: EncryptedPart,
	token: string,
	code: ErrorCode,
	context: ProviderContext,
	ports: Sealing,
): Promise<string> {
	const { encryption } = context.provider.traits;
	if (!encryption || !isToBeEncrypted(part, context)) return token;
	const { alg } = encryption;
	const keys = (kid: string | undefined) => new OwnKeys(ports).decryptionKeys(context.instance, alg, kid);
	return decryptToken(token, { ...encryption, keys, code });
}
