import { LoginError } from '../errors';
import type { Sealer } from '../flow/seal';
import type { Ports } from '../host/ports';
import { randomString } from '../protocol/random';

/** Where the server reaches itself. */
export interface Self {
	readonly url: string;
	/** Whether requests are kept out of the app's log on this server; see `host/log.ts`. */
	readonly silent: boolean;
}

/** In the answer to a self-check: whether that request was kept out of the app's log. */
export const silentHeader = 'x-kept-out-of-log';

/**
 * A call to the server itself that passes no reverse proxy keeps the client's address in `X-Forwarded-For`, by which
 * core counts logins; through the proxy everybody would look like the server.
 */
export function likelyAddresses(site: string): string[] {
	const { port, pathname } = new URL(site);
	const path = pathname.replace(/\/+$/, '');
	const ports = new Set(['3000', ...(port ? [port] : []), '8080', '80']);
	return [...[...ports].map((candidate) => `http://127.0.0.1:${candidate}${path}`), site];
}

/**
 * The first address behind which this app itself answers. The question is sealed, and only the app can open it, so that
 * tickets, credential tokens and the service account's token are not handed to some other server that happens to listen
 * there. (One that passes the question on to this app, as a proxy does, looks like the app: whoever can put it there is
 * on the machine already.) It is posted, because a redirect to another address would make a GET of it, and of the logins
 * after it.
 *
 * @throws LoginError `workspace_unreachable`
 */
export async function findSelf(
	candidates: readonly string[],
	{ transport, appPath }: Pick<Ports, 'transport' | 'appPath'>,
	sealer: Sealer,
): Promise<Self> {
	const failures: string[] = [];
	for (const candidate of candidates) {
		const answer = randomString(16);
		const question = await sealer.seal('self-check', { answer }, 30);
		try {
			const response = await transport.send({
				method: 'POST',
				url: `${candidate}${appPath}/self`,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ question }),
				timeout: 3_000,
			});
			if (response.status === 200 && response.body === answer) {
				return { url: candidate, silent: response.headers[silentHeader] === 'yes' };
			}
			failures.push(`${candidate}: HTTP ${response.status}`);
		} catch (error) {
			failures.push(error instanceof LoginError ? error.detail : candidate);
		}
	}
	throw new LoginError('workspace_unreachable', failures.join(', '));
}
