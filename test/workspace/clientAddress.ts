import type { Request } from 'express';

/**
 * Where a request comes from, as core sees it with its one trusted proxy (`HTTP_FORWARDED_COUNT` 1): the last entry
 * of X-Forwarded-For; without that, X-Real-IP; without both, the socket.
 */
export function clientAddress(request: Request): string {
	const forwarded = request.headers['x-forwarded-for'];
	const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
	return last || String(request.headers['x-real-ip'] ?? request.socket.remoteAddress);
}
