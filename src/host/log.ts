import type { IApp } from '@rocket.chat/apps-engine/definition/IApp';

/**
 * Keeps a request out of the app's log.
 *
 * Before it calls an endpoint, the runtime notes the whole request - code, state, cookies, form - as a debug entry of
 * the call's logger (apps-engine, deno-runtime/handlers/api-handler.ts), the server stores that for thirty days, and on
 * 7.x any signed-in user can read it. The entry sits in a plain array until the call has ended, so emptying it is
 * enough, as long as it is the first thing that the endpoint does: after an `await` the logger may belong to another
 * call (engines up to 1.59 have one per process).
 *
 * This leans on the engine's inside, in this one place.
 *
 * @returns whether it is empty now
 */
export function silence(app: IApp): boolean {
	const { entries } = app.getLogger() as unknown as { entries?: unknown };
	if (!Array.isArray(entries)) return false;
	entries.length = 0;
	return true;
}

/**
 * The same setting, but for the log: after `onPreSettingUpdate` the runtime notes what the app returned, and that may be
 * a client secret. It notes values as JSON, and sends them to the server as MessagePack, which knows no `toJSON`.
 */
export function unlogged<T extends object>(setting: T): T {
	const toJSON = (): object => ({ ...setting, value: '(not logged)' });
	return Object.defineProperty({ ...setting }, 'toJSON', { value: toJSON });
}
