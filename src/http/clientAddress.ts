import type { Needs } from '../ports/ports';
import { header } from './respond';

/**
 * Variable of the server's environment, below the app's prefix: how many reverse proxies add to `X-Forwarded-For`. Core is
 * told the same by a variable of this name, which no app can read.
 */
export const forwardedCount = 'HTTP_FORWARDED_COUNT';

/**
 * The address of the client, as core counts it (Rocket.Chat, `getRequestIP`): the entry of `X-Forwarded-For` which the
 * outermost of the known proxies wrote. What is before that is the client's own word. Where there are fewer entries,
 * it is `X-Real-IP`; without either, and where no proxy is in front, it is not to be seen from here.
 *
 * @param headers names in lower case
 */
export async function clientAddress(
	headers: Readonly<Record<string, unknown>>,
	{ environment }: Needs<'environment'>,
): Promise<string | undefined> {
	const told = await environment.get(forwardedCount);
	return addressBehind(/^\d{1,2}$/.test(told) ? Number(told) : 1, headers);
}

/** @param proxies how many add to `X-Forwarded-For` */
export function addressBehind(proxies: number, headers: Readonly<Record<string, unknown>>): string | undefined {
	if (proxies === 0) return undefined;
	const entries = (header(headers, 'x-forwarded-for') ?? '').split(',').map((entry) => entry.trim());
	const address = entries.at(-proxies) || header(headers, 'x-real-ip')?.trim();
	return address && /^[0-9A-Fa-f:.]{3,45}$/.test(address) ? address : undefined;
}
