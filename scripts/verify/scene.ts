import type { AppOnServer } from './appOnServer';
import type { Cast } from './cast';
import type { Report } from './report';
import { assertThat } from './report';
import type { Secrets } from './secrets';
import type { Server, Session } from './server';

/** Where the rows are tried. */
export interface Scene {
	readonly server: Server;
	readonly app: AppOnServer;
	readonly cast: Cast;
	readonly report: Report;
	readonly secrets: Secrets;
	readonly issuer: string;
}

export interface Account {
	readonly _id: string;
	readonly username: string;
	readonly name?: string;
	readonly emails?: ReadonlyArray<{ readonly address: string; readonly verified: boolean }>;
	readonly roles: readonly string[];
}

/** Who a session belongs to, as the administrator sees the account. */
export async function accountOf({ server }: Scene, session: Session | undefined): Promise<Account> {
	assertThat(session, 'There is no session');
	const { user } = await server.call<{ user: Account }>('GET', `/api/v1/users.info?userId=${session.userId}`);
	return user;
}

/** HTTP status of `GET /api/v1/me` with a session. */
export async function statusOf({ server }: Scene, { userId, token }: Session): Promise<number> {
	const headers = { 'x-user-id': userId, 'x-auth-token': token };
	return (await fetch(`${server.url}/api/v1/me`, { headers })).status;
}

/** Has an account be the one of that username. */
export function requireUsername({ username }: Account, expected: string): void {
	assertThat(username === expected, `The session belongs to ${username}, not to ${expected}`);
}
