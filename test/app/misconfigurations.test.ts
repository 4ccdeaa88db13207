import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { people, startPeer } from '../providers/peer';
import type { Peer } from '../providers/peer';
import { createCertificate } from '../workspace/certificate';
import { Browser } from './support/browser';
import { Console } from './support/console';
import { oktaSettings, Scene } from './support/scene';
import { noteUnder } from './support/serviceAccount';

/*
 * Mistakes that admins make, one a row, and what the settings form and `/oauth-login status` say by themselves: 1 for the
 * cause, 2 for the remedy, so that 3 is both. "attempts" gives the same marks with the reference of a failed sign-in.
 */

interface Faults {
	/** Milliseconds that its clock is ahead. */
	readonly ahead?: number;
	readonly scopes?: readonly string[];
	/** What its page for a sign-in says, instead of sending the browser back. */
	readonly page?: string;
	/** The error with which it sends the browser back. */
	readonly error?: string;
	/** How it takes the secret; absent: in no way. */
	readonly takes?: 'header' | 'payload';
	readonly keys?: number;
	readonly issuer?: string;
}

let scene: Scene;
let console: Console;
let peer: Peer<{ issuer: string }>;
let selfSigned: Server;
let picky: Server;
let faults: Faults = {};
let row = 0;
const client = { client_id: 'rocket-chat', client_secret: 'a secret: of the client' };
const newcomer = { sub: 'newcomer-1', preferred_username: 'newcomer', email: 'newcomer@elsewhere.example' };
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
/** Another one in each row: of one that it knows, the app has a good copy of document and keys. */
const pickyIssuer = (): string => `http://127.0.0.1:${portOf(picky)}/row${row}`;
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p8 = pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'ES256' };

/** An OpenID provider without people: it answers what a check asks. */
const answer = (request: IncomingMessage, body: string): { status: number; body?: unknown; location?: string } => {
	const url = new URL(request.url!, pickyIssuer());
	switch (url.pathname.replace(/^\/row\d+/, '')) {
		case '/.well-known/openid-configuration':
			return {
				status: 200,
				body: {
					...{ issuer: faults.issuer ?? pickyIssuer(), jwks_uri: `${pickyIssuer()}/jwks` },
					...{ authorization_endpoint: `${pickyIssuer()}/authorize`, token_endpoint: `${pickyIssuer()}/token` },
					...(faults.scopes ? { scopes_supported: faults.scopes } : {}),
				},
			};
		case '/jwks':
			return { status: faults.keys ?? 200, body: { keys: [jwk] } };
		case '/token': {
			const way = request.headers.authorization
				? 'header'
				: new URLSearchParams(body).has('client_secret')
					? 'payload'
					: '';
			return way === faults.takes
				? { status: 400, body: { error: 'invalid_grant' } }
				: { status: 401, body: { error: 'invalid_client' } };
		}
		default: {
			if (faults.page) return { status: 400, body: faults.page };
			const back = new URL(url.searchParams.get('redirect_uri')!);
			back.search = new URLSearchParams({
				state: url.searchParams.get('state')!,
				error: faults.error ?? 'login_required',
			}).toString();
			return { status: 302, location: back.href };
		}
	}
};

const listen = (server: Server): Promise<void> =>
	new Promise((listening) => server.listen(0, '127.0.0.1', () => listening()));

beforeAll(async () => {
	scene = await Scene.setUp({ workspace: { rateLimit: false } });
	console = await Console.open(scene);
	const account = { username: 'reader', name: 'Reader', email: 'reader@workspace.example', password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	const clients = [
		{ ...client, redirect_uris: [scene.url('callback/okta')] },
		{ ...client, client_id: 'elsewhere', redirect_uris: ['https://chat.example.com/_oauth/okta'] },
	];
	peer = await startPeer('oidcProvider.mjs', { people, clients });
	selfSigned = createTlsServer(await createCertificate(), (_request, response) => response.end('{}'));
	picky = createServer((request, response) => {
		let body = '';
		request.on('data', (part: Buffer) => (body += part.toString()));
		request.on('end', () => {
			const { status, body: content, location } = answer(request, body);
			response.sendDate = false;
			const date = new Date(Date.now() + (faults.ahead ?? 0)).toUTCString();
			response.writeHead(status, { date, 'content-type': 'application/json', ...(location ? { location } : {}) });
			response.end(typeof content === 'string' ? content : JSON.stringify(content ?? ''));
		});
	});
	await Promise.all([listen(selfSigned), listen(picky)]);
});
afterAll(async () => {
	await peer.stop();
	selfSigned.close();
	picky.closeAllConnections();
	picky.close();
	await scene.stop();
});

const okta = (settings: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(settings).map(([name, value]) => [`Accounts_OAuth_Okta_${name}`, value]));
const ofPicky = (settings: Record<string, unknown> = {}) => okta({ issuer: pickyIssuer(), ...settings });
const ofPeer = (settings: Record<string, unknown> = {}) => ({
	...oktaSettings(peer.ready.issuer, client.client_id, client.client_secret),
	...okta(settings),
});
const apple = () => ({
	...{ Accounts_OAuth_Okta: false, Accounts_OAuth_Apple: true, Accounts_OAuth_Apple_id: 'com.example.chat' },
	...{ Accounts_OAuth_Apple_iss: 'TEAM123456', Accounts_OAuth_Apple_kid: 'KEY1234567' },
	...{ Accounts_OAuth_Apple_secretKey: p8, Accounts_OAuth_Apple_server_url: pickyIssuer() },
});

/** As it was before the first row. */
const honest = (): Record<string, unknown> => ({
	...oktaSettings(scene.provider.issuer, scene.provider.clientId, scene.provider.clientSecret),
	...okta({
		allow_link: 'yes',
		allow_create: 'yes',
		required_group: '',
		email_domains: '',
		scope: '',
		token_sent_via: '',
	}),
	...{ Accounts_OAuth_Apple: false, Accounts_OAuth_Apple_secretKey: '', Session_bridge: 'automatic' },
});

interface Row {
	readonly app?: () => Record<string, unknown>;
	/** Settings of the server, from before the app checks. */
	readonly server?: Record<string, unknown>;
	/** The same, after the provider was set up. */
	readonly serverLater?: Record<string, unknown>;
	readonly picky?: Faults;
	/** Claims of somebody who then signs in. */
	readonly signsIn?: Record<string, unknown>;
	readonly cause: RegExp;
	readonly remedy: RegExp;
}

/** 1 for the cause, 2 for the remedy. */
const scoreOf = (told: string, { cause, remedy }: Row): number =>
	(cause.test(told) ? 1 : 0) + (remedy.test(told) ? 2 : 0);

/** What the form and the status say; of a sign-in that failed, also what its reference leads to. */
async function toldOf(mistake: Row): Promise<{ readonly byItself: string; readonly attempt: string }> {
	row += 1;
	const server = { ...mistake.server, ...mistake.serverLater };
	const before = Object.fromEntries(Object.keys(server).map((id) => [id, scene.workspace.setting(id)]));
	faults = { takes: 'header', ...mistake.picky };
	if (mistake.server) await scene.configureServer(mistake.server);
	await scene.configure({ ...honest(), ...mistake.app?.() });
	await scene.settle();
	for (const [id, value] of Object.entries(mistake.serverLater ?? {})) {
		await scene.admin.call('POST', `/api/v1/settings/${id}`, JSON.stringify({ value }));
	}
	let attempt = '';
	if (mistake.signsIn) {
		scene.provider.set({ claims: mistake.signsIn });
		const { reference } = await scene.signIn(new Browser());
		await scene.settle();
		if (reference) attempt = await console.run(`attempts ${reference}`);
	}
	const notes = await Promise.all(['Accounts_OAuth_Okta', 'Accounts_OAuth_Apple'].map((id) => noteUnder(scene, id)));
	const byItself = [await console.run('status'), ...notes].join('\n');
	scene.provider.set({});
	for (const [id, value] of Object.entries(before)) scene.workspace.setSetting(id, value);
	return { byItself, attempt };
}

const fifteen: ReadonlyArray<readonly [string, Row]> = [
	[
		'a wrong secret',
		{
			app: () => ofPeer({ secret: 'another' }),
			cause: /client ID or the secret: one of them is wrong/,
			remedy: /Copy both again/,
		},
	],
	[
		'a wrong issuer',
		{
			app: () => okta({ issuer: `${scene.provider.issuer}/oauth2/default` }),
			cause: /\/oauth2\/default\/\.well-known\/openid-configuration: HTTP 404/,
			remedy: /correct the issuer/,
		},
	],
	[
		'a provider ahead',
		{ app: ofPicky, picky: { ahead: 600_000 }, cause: /clock_wrong: (?:600|599) s behind/, remedy: /NTP/ },
	],
	[
		'a callback URL that nobody registered',
		{
			app: () => ofPeer({ id: 'elsewhere' }),
			cause: /callback_not_approved/,
			remedy: /Register this callback URL .*callback\/okta/,
		},
	],
	[
		'a provider that is not there',
		{
			app: () => okta({ issuer: 'http://127.0.0.1:9' }),
			cause: /ECONNREFUSED/,
			remedy: /the provider is down, or the port is wrong/,
		},
	],
	[
		'a self-signed certificate',
		{
			app: () => okta({ issuer: `https://localhost:${portOf(selfSigned)}` }),
			cause: /self-signed/,
			remedy: /NODE_EXTRA_CA_CERTS/,
		},
	],
	[
		'no e-mail address, where one is needed',
		{
			app: () => okta({ email_domains: 'example.com' }),
			signsIn: { ...newcomer, email: undefined },
			cause: /no confirmed address of one \(no address/,
			remedy: /“Only these e-mail domains” of this provider/,
		},
	],
	[
		'a required group that is missing',
		{
			app: () => okta({ required_group: 'staff' }),
			signsIn: newcomer,
			cause: /group_required: absent/,
			remedy: /Add the person to a group there, or have the groups sent/,
		},
	],
	[
		'a username that is taken',
		{
			app: () => okta({ allow_link: 'no' }),
			signsIn: { ...newcomer, sub: 'n-2', preferred_username: 'reader' },
			cause: /An account has this username/,
			remedy: /choose another username field/,
		},
	],
	[
		'a CAS server of another, entered later',
		{
			serverLater: { CAS_base_url: 'https://cas.example.com/cas', CAS_enabled: true },
			cause: /a server that is not this app/,
			remedy: /Disable the other CAS server/,
		},
	],
	[
		'a typing error in the scope',
		{
			app: () => ofPicky({ scope: 'openid profile emial' }),
			picky: { scopes: ['openid', 'profile', 'email'] },
			cause: /\(emial\)/,
			remedy: /Check “Scope” for a typing error/,
		},
	],
	[
		'a secret that is sent in the wrong way',
		{
			app: () => ofPicky({ token_sent_via: 'header' }),
			picky: { takes: 'payload' },
			cause: /takes the secret in another way/,
			remedy: /Set “Token Sent Via” to Payload/,
		},
	],
	[
		'an issuer without https',
		{
			app: () => okta({ issuer: 'http://idp.example.com' }),
			cause: /Not saved: Okta domain or issuer URL/,
			remedy: /https/,
		},
	],
	[
		'a revoked key of Apple',
		{ app: apple, picky: {}, cause: /the key is revoked, or one of/, remedy: /Compare the four/ },
	],
	[
		'a Site_Url that leads elsewhere',
		{
			server: { Site_Url: 'http://127.0.0.1:9' },
			cause: /does not find itself at any of the addresses/,
			remedy: /Check Site_Url first/,
		},
	],
];

const tenMore: ReadonlyArray<readonly [string, Row]> = [
	[
		'a client that the provider does not know',
		{ app: () => ofPeer({ id: 'nobody' }), cause: /client_refused/, remedy: /Copy both again/ },
	],
	[
		'a scope that the provider refuses',
		{
			app: ofPicky,
			picky: { error: 'invalid_scope' },
			cause: /does not know what the app asks for \(invalid_scope\)/,
			remedy: /Check “Scope” for a typing error/,
		},
	],
	[
		'a scope that is refused on a page of the provider',
		{
			app: ofPicky,
			picky: { page: 'Error: invalid scope' },
			cause: /invalid_scope/,
			remedy: /Check “Scope” for a typing error/,
		},
	],
	[
		'a client that may not use codes',
		{
			app: ofPicky,
			picky: { error: 'unauthorized_client' },
			cause: /client_refused: unauthorized_client/,
			remedy: /Copy both again/,
		},
	],
	[
		'keys that can not be had',
		{ app: ofPicky, picky: { keys: 500 }, cause: /jwks_unavailable/, remedy: /Try that address from the server/ },
	],
	[
		'the name of another issuer',
		{
			app: ofPicky,
			picky: { issuer: 'https://other.example.com' },
			cause: /the document says https:\/\/other\.example\.com/,
			remedy: /issuer/,
		},
	],
	[
		'no secret at all',
		{ app: () => okta({ secret: '' }), cause: /There is no button yet/, remedy: /Fill in: Client secret/ },
	],
	[
		'a key of Apple that is cut off',
		{
			app: () => ({ ...apple(), Accounts_OAuth_Apple_secretKey: String(p8).slice(0, 90) }),
			cause: /Not saved: Private key/,
			remedy: /AuthKey_….p8/,
		},
	],
	[
		'an e-mail address that never comes, and is not needed',
		{
			signsIn: { ...newcomer, sub: 'n-3', preferred_username: 'plain', email: undefined },
			cause: /sent no e-mail address/,
			remedy: /Ask for it in the scope/,
		},
	],
	[
		'a registration that is closed',
		{
			server: { Accounts_Registration_AuthenticationServices_Enabled: false },
			cause: /Accounts_Registration_AuthenticationServices_Enabled/,
			remedy: /Enable them, or create the account/,
		},
	],
];

const scores = new Map<string, { readonly byItself: number; readonly inAll: number }>();

test.each([...fifteen, ...tenMore])('%s: cause and remedy are named', async (name, mistake) => {
	const { byItself, attempt } = await toldOf(mistake);
	const alone = scoreOf(byItself, mistake);
	scores.set(name, { byItself: alone, inAll: Math.max(alone, scoreOf(attempt, mistake)) });
	expect(`${alone} of 3 ${byItself}`).toMatch(/^3 /);
});

test('of 45 marks for the fifteen there are 43, and 36 from form and status alone', () => {
	const of = fifteen.map(([name]) => scores.get(name) ?? { byItself: 0, inAll: 0 });
	expect(of.reduce((sum, { inAll }) => sum + inAll, 0)).toBeGreaterThanOrEqual(43);
	expect(of.reduce((sum, { byItself }) => sum + byItself, 0)).toBeGreaterThanOrEqual(36);
});

test('the app’s own checks are no attempts', async () => {
	await scene.configure({ ...honest(), ...ofPeer() });
	await scene.settle();
	const before = await console.run('attempts 50');
	await scene.configure(okta({ secret: 'another', scope: 'openid email' }));
	await scene.settle();
	expect(await console.run('attempts 50')).toBe(before);
});

test('the address of the document is as good as the issuer', async () => {
	await scene.configure({
		...honest(),
		...okta({ issuer: `${scene.provider.issuer}/.well-known/openid-configuration` }),
	});
	await scene.settle();
	await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
	expect(await console.run('providers')).toMatch(/\*Okta\*: Working: last sign-in/);
});
