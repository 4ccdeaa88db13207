/**
 * Core counts calls per client address; without this header every sign-in would share the server's own count. Core reads
 * `X-Forwarded-For` where it was told of one proxy, and `X-Real-IP` where it was told of none or of more
 * (`HTTP_FORWARDED_COUNT`; Rocket.Chat, `getRequestIP`).
 */
export const clientHeaders = (address: string | undefined): Record<string, string> =>
	address ? { 'X-Forwarded-For': address, 'X-Real-IP': address } : {};

/** An address for a call that the app makes for itself, so that nobody's count is used up. */
export const ownAddress = (): string => `127.${[...crypto.getRandomValues(new Uint8Array(3))].join('.')}`;
