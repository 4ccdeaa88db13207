import { LoginError } from '../errors';
import type { Sealer } from './seal';

/**
 * Opens what this app has given to this browser.
 *
 * @throws LoginError `state_foreign`, `state_expired`
 */
export async function openSealed<T extends object>(
	purpose: 'attempt' | 'waiting' | 'confirm' | 'link' | 'native-button',
	sealed: string | undefined,
	sealer: Sealer,
): Promise<T> {
	if (!sealed) throw new LoginError('state_foreign', 'no cookie');
	const value = await sealer.open<T>(purpose, sealed);
	if (value === 'expired') throw new LoginError('state_expired');
	if (!value) throw new LoginError('state_foreign', 'the cookie does not open');
	return value;
}
