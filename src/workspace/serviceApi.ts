import type { ErrorCode } from '../errors';
import type { Sealer } from '../browser/seal';
import type { BridgeHealth } from './bridgeHealth';
import { knownBridgeHealth } from './bridgeHealth';
import type { Session } from './session/session';
import { RestApi } from './rest/restApi';
import { readServiceAccount } from './rest/serviceAccount';
import type { WorkspaceAccess } from '../ports/ports';

/**
 * The REST API in the service account's name, for what no accessor can do - roles, people by their address - whichever
 * bridge people are signed in by.
 *
 * @returns undefined where there is no service account, or none that works
 */
export async function serviceApi(ports: WorkspaceAccess, sealer: Sealer): Promise<RestApi | undefined> {
	// Half of one is none: that is under the app's own settings.
	const account = await readServiceAccount(ports).catch(() => undefined);
	if (!account) return undefined;
	const health = await knownBridgeHealth(ports, sealer);
	return health.ready && isServed(health) ? new RestApi(ports.transport, health.internalUrl, account) : undefined;
}

/** Whether the service account can be used for anything: one that can open no sessions can still give a role. */
export const isServed = ({ ready, rest }: BridgeHealth): boolean =>
	ready && rest !== undefined && (rest.ready || rest.problems.every(({ code }) => onlyForSessions.has(code)));

const onlyForSessions: ReadonlySet<ErrorCode> = new Set(['rest_tokens_off', 'rest_permission_missing']);

/** The REST API in the name of someone who has just signed in; undefined where the server can't reach itself. */
export async function apiOf(session: Session, ports: WorkspaceAccess, sealer: Sealer): Promise<RestApi | undefined> {
	const health = await knownBridgeHealth(ports, sealer);
	return health.ready ? new RestApi(ports.transport, health.internalUrl, session) : undefined;
}
