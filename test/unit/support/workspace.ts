import { Sealer } from '../../../src/browser/seal';
import type { LoginError } from '../../../src/errors';
import { ProcessMemory } from '../../../src/host/memory';
import type { HttpRequest } from '../../../src/ports/transport';
import { firstUseBy } from '../../../src/features/cas-server/casServerEndpoint';
import { validateTicket } from '../../../src/workspace/cas/ticket';
import type { TicketUser } from './core';
import { CoreAccounts } from './core';
import { appPath, casSettings, portsWith, workspaceSettings } from './ports';
import { answerSelfCheck } from './selfCheck';
import { MemorySettings } from './settings';
import { MemoryStore } from './store';
import type { Answer } from './transport';
import { ScriptedTransport } from './transport';
import type { Ports } from '../../../src/ports/ports';

export const issuer = 'https://example.okta.com';
export const siteUrl = String(workspaceSettings.Site_Url);

/** What somebody else's server answers. */
export type Server = (request: HttpRequest, url: URL) => Answer | Promise<Answer>;

const discovery: Server = (_request, { pathname }) => {
	if (pathname !== '/.well-known/openid-configuration') return { status: 404 };
	const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` };
	return { body: { issuer, ...endpoints, jwks_uri: `${issuer}/keys` } };
};

const workspaceHosts = new Set([new URL(siteUrl).host, '127.0.0.1:3000']);

/** A workspace in which Okta is set up, with core's CAS login, and the servers of its providers. */
export function readyWorkspace(provider: Server = discovery) {
	const clock = { time: 1_700_000_000_000 };
	const now = (): number => clock.time;
	const [core, store, memory] = [new CoreAccounts(), new MemoryStore(), new ProcessMemory()];
	const sealer = new Sealer(portsWith({ store, memory, now }));
	const validated = new Map<unknown, TicketUser>();

	/** Core's CAS login, as far as HTTP goes. */
	const server: Server = async (request, { pathname, searchParams }) => {
		if (pathname === `${appPath}/self`) return answerSelfCheck(request, portsWith({ store, now }));
		if (pathname.startsWith('/_cas/')) {
			const xml = await validateTicket(
				sealer,
				searchParams.get('ticket'),
				siteUrl + pathname,
				firstUseBy({ store, memory, now }),
			);
			validated.set(pathname.slice('/_cas/'.length), whoIn(xml));
			return {};
		}
		if (pathname !== '/api/v1/login') return { status: pathname === '/api/v1/method.callAnon/login' ? 429 : 200 };
		const { cas } = JSON.parse(request.body!) as { cas: { credentialToken: unknown } };
		const who = validated.get(cas.credentialToken);
		if (!who) return { status: 401, body: { status: 'error', message: 'Unauthorized' } };
		// The limit is one of people's addresses: the app's own question comes from another.
		if (core.limited) return { status: 429, body: { error: 'You must wait 42 seconds' } };
		return core.casLogin(who).then(
			({ userId, token }) => ({ body: { data: { userId, authToken: token } } }),
			(error: LoginError) => ({ status: 401, body: { status: 'error', message: error.detail } }),
		);
	};
	const transport = new ScriptedTransport((request, url) =>
		(workspaceHosts.has(url.host) ? server : provider)(request, url),
	);
	const appSettings = new MemorySettings({
		Accounts_OAuth_Okta: true,
		Accounts_OAuth_Okta_issuer: issuer,
		Accounts_OAuth_Okta_id: 'client',
		Accounts_OAuth_Okta_secret: 'secret',
	});
	const serverSettings = new MemorySettings({ ...workspaceSettings, ...casSettings });
	const ports: Ports = portsWith({ transport, store, memory, appSettings, serverSettings, directory: core, now });
	return { clock, core, store, sealer, transport, appSettings, serverSettings, ports };
}

export type World = ReturnType<typeof readyWorkspace>;

/** Whom core takes an answer of the CAS server to be about. */
function whoIn(xml: string): TicketUser {
	const text = (name: string): string | undefined => new RegExp(`<cas:${name}>([^<]*)<`).exec(xml)?.[1];
	const username = text('username');
	const profile = username === undefined ? undefined : { username, name: text('name'), email: text('email') };
	return { casUser: text('user')!, profile };
}
