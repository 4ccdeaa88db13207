import { Sealer } from '../../../../src/browser/seal';
import type { ProxyServer } from '../../../../src/settings/proxyServer';
import { toProvider } from '../../../../src/features/proxy/toProvider';
import { portsWith } from '../../support/ports';
import { MemoryStore } from '../../support/store';

export const url = 'https://proxy.example.com/api/apps/public/an-app/proxy';
export const authorize = 'https://id.example.com/authorize';
export const callback = 'https://chat.example.com/api/apps/public/an-app/callback/okta';
export const state = 'abcdefghijkl.0123456789';

export const proxy: ProxyServer = {
	url,
	workspaces: ['https://chat.example.com', 'https://intra.example.com/team', 'https://other.example.com:8443'],
	providers: [authorize, 'https://api.example.com/oauth/authenticate'],
	rules: { allowHttpLoopback: false },
};

/** A proxy's seal, on a store and a clock of its own. */
export function setUp() {
	const clock = { time: 1_700_000_000_000 };
	const store = new MemoryStore();
	const ports = portsWith({ store, now: () => clock.time });
	return { clock, store, ports, sealer: new Sealer(ports) };
}

/** An authorization request that the proxy takes. */
export const honest: Record<string, string> = {
	response_type: 'code',
	client_id: 'client',
	redirect_uri: `${url}/oauth_redirect`,
	scope: 'openid email',
	state: `${callback}!${state}`,
	code_challenge: 'c'.repeat(43),
	code_challenge_method: 'S256',
};

/** An authorization URL, with changes; a list is there several times, and undefined not at all. */
export function request(changes: Record<string, string | string[] | undefined> = {}, endpoint = authorize): string {
	const pairs = Object.entries({ ...honest, ...changes }).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value]).flatMap((each) =>
			each === undefined ? [] : [`${name}=${encodeURIComponent(each)}`],
		),
	);
	return `${endpoint}?${pairs.join('&')}`;
}

/** The state under which the proxy sends a request on. */
export const sealedState = async (sealer: Sealer, asked = request()): Promise<string> =>
	new URL(await toProvider(asked, proxy, sealer)).searchParams.get('state')!;
