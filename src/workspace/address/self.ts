import { LoginError } from '../../errors';
import type { Sealer } from '../../browser/seal';
import { randomString } from '../../values/random';
import { readSite } from '../../settings/workspace';
import { withoutSlashAtEnd } from '../../values/slashes';
import type { Needs, Settings } from '../../ports/ports';
import { readSetting } from '../../controls/setting';
import { casUrl, exposedProblem, internalUrl } from '../../settings/bridge';

/** The addresses of the workspace, as the server and its admin give them. */
export interface Addresses {
	/** `Site_Url`. */
	readonly site: string;
	/** Where core reaches the app's CAS server: HTTPS, core accepts nothing else. */
	readonly cas: string;
	/** What the admin gave as the address at which the server reaches itself; '' to find one. */
	readonly internal: string;
}

export async function readAddresses({ appSettings, serverSettings }: Settings): Promise<Addresses> {
	const [{ url }, cas, internal] = await Promise.all([
		readSite(serverSettings),
		readSetting(casUrl, appSettings),
		readSetting(internalUrl, appSettings),
	]);
	return { site: url, cas: cas || url, internal };
}

/** Where the server reaches itself. */
export interface Self {
	readonly url: string;
	/** Whether requests are kept out of the app's log on this server; see `host/log.ts`. */
	readonly silent: boolean;
}

/** In the answer to a self-check: whether that request was kept out of the app's log. */
export const silentHeader = 'x-kept-out-of-log';

/**
 * Where the server reaches itself. A call that passes no reverse proxy keeps the client's address in `X-Forwarded-For`,
 * by which core counts logins; through the proxy everyone would look like the server.
 *
 * @throws LoginError `workspace_unreachable`, or `workspace_insecure` where `Site_Url` is no address
 */
export async function findInternal({ site, internal }: Addresses, ports: Outside, sealer: Sealer): Promise<Self> {
	const problem = exposedProblem(internal);
	if (problem) throw new LoginError('workspace_insecure', `${internalUrl.id} ${problem}`);
	if (internal) return findSelf([internal], ports, sealer);
	if (!/^https?:/.test(site) || !URL.canParse(site)) throw insecure(site);
	const { port, pathname } = new URL(site);
	const path = withoutSlashAtEnd(pathname);
	const usual = new Set(['3000', ...(port ? [port] : []), '8080', '80']);
	return findSelf([...[...usual].map((each) => `http://127.0.0.1:${each}${path}`), site], ports, sealer);
}

export const insecure = (site: string): LoginError =>
	new LoginError('workspace_insecure', `Site_Url is ${site || 'empty'}`);

type Outside = Needs<'transport' | 'appPath'>;

/**
 * The first address behind which this app itself answers. The question is sealed, and only the app can open it, so that
 * tickets, credential tokens and the service account's token are not handed to some other server that happens to listen
 * there. (One that passes the question on to this app, as a proxy does, looks like the app. Over plain http it is therefore asked
 * for on this machine and in private networks only.) It is posted, because a redirect to another address would make a GET of it, and of the logins
 * after it.
 *
 * @throws LoginError `workspace_unreachable`
 */
export async function findSelf(
	candidates: readonly string[],
	{ transport, appPath }: Outside,
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
