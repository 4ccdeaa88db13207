import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ErrorCode } from '../../src/errors';
import { createCertificate } from '../workspace/certificate';
import { Browser } from './support/browser';
import { Scene } from './support/scene';

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp();
	await scene.expectSignedIn(scene.signIn());
});
afterAll(() => scene.stop());

/** Changes settings of the app and the server, and back. */
async function withSettings(
	{ app = {}, server = {} }: { app?: Record<string, unknown>; server?: Record<string, unknown> },
	action: () => Promise<void>,
): Promise<void> {
	const { settings } = await scene.admin.call<{ settings: Record<string, { value?: unknown }> }>(
		'GET',
		`/api/apps/${scene.appId}/settings`,
	);
	const before = Object.keys(app).map((id) => [id, settings[id]?.value ?? '']);
	const serverBefore = Object.keys(server).map((id) => [id, scene.workspace.setting(id)]);
	await scene.configureServer(server);
	await scene.configure(app);
	try {
		await action();
	} finally {
		await scene.configureServer(Object.fromEntries(serverBefore));
		await scene.configure(Object.fromEntries(before));
	}
}

interface Unfit {
	readonly app?: Record<string, unknown>;
	readonly server?: Record<string, unknown>;
}

const incomplete = (id: string, value: unknown): [string, ErrorCode, Unfit] => [
	`${id} = ${JSON.stringify(value)}`,
	'provider_incomplete',
	{ app: { [`Accounts_OAuth_Okta_${id}`]: value } },
];

test.each<[string, ErrorCode, Unfit]>([
	incomplete('issuer', ''),
	incomplete('id', ''),
	incomplete('id', '   '),
	incomplete('secret', ''),
	['switched off', 'provider_disabled', { app: { Accounts_OAuth_Okta: false } }],
	[
		'an issuer that does not exist',
		'discovery_failed',
		{ app: { Accounts_OAuth_Okta_issuer: 'no-such-host.invalid' } },
	],
	['a CAS address without TLS', 'workspace_insecure', { app: { Session_cas_url: 'http://localhost:1' } }],
	['a CAS address where nobody is', 'workspace_unreachable', { app: { Session_cas_url: 'https://localhost:1' } }],
	[
		'an internal address where nobody is',
		'workspace_unreachable',
		{ app: { Session_internal_url: 'http://127.0.0.1:1' } },
	],
	['somebody else’s CAS', 'cas_in_use', { server: { CAS_enabled: true, CAS_base_url: 'https://cas.example.com/cas' } }],
])('%s -> %s', async (_, code, unfit) => {
	await withSettings(unfit, async () => {
		const calls = await scene.callsOf(async () => {
			const { headers, retryUrl } = await scene.expectRefusal(code, () => scene.signIn());
			expect(headers.getSetCookie()).toEqual([]);
			expect(headers.get('location')).toBeNull();
			expect(retryUrl === undefined).toBe(/incomplete|disabled|insecure|cas_in_use/.test(code));
		});
		expect(calls).toEqual([]);
		if (!unfit.server) return;
		await scene.settle();
		for (const [id, value] of Object.entries(unfit.server)) expect(scene.workspace.setting(id)).toBe(value);
	});
	await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
});

test.each([
	['Accounts_OAuth_Okta_issuer', 'https://'],
	['Accounts_OAuth_Okta_issuer', 'http://idp.example.com'],
	['Accounts_OAuth_Okta_issuer', 'javascript://x'],
	['Accounts_OAuth_Okta_issuer', 'https://user:password@idp.example.com'],
])('%s does not take "%s": what was there before goes on working', async (id, value) => {
	await scene.configure({ [id]: value });
	const { setting } = await scene.admin.call<{ setting: { value: unknown } }>(
		'GET',
		`/api/apps/${scene.appId}/settings/${id}`,
	);
	expect(setting.value).toBe(scene.provider.issuer);
	await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
});

describe('a workspace without TLS', () => {
	let documents: Server;
	let secure: Scene;
	beforeAll(async () => {
		const certificate = await createCertificate();
		documents = createTlsServer(certificate, (_request, response) => {
			const issuer = `https://localhost:${(documents.address() as AddressInfo).port}`;
			response.end(
				JSON.stringify({
					issuer,
					authorization_endpoint: `${issuer}/authorize`,
					token_endpoint: `${issuer}/token`,
					jwks_uri: `${issuer}/jwks`,
				}),
			);
		});
		await new Promise<void>((listening) => documents.listen(0, '127.0.0.1', listening));
		secure = await Scene.setUp({ workspace: { extraCa: [certificate.cert] } });
		const issuer = `https://localhost:${(documents.address() as AddressInfo).port}`;
		await secure.configure({ Accounts_OAuth_Okta_issuer: issuer });
	});
	afterAll(async () => {
		await secure.stop();
		documents.close();
	});

	test.each([
		'http://chat.example.com',
		'http://192.168.0.7:3000',
		'http://localhost.evil.example',
		'ftp://localhost',
		'',
	])('"%s" can not be signed in to, though the provider is fine', async (siteUrl) => {
		await secure.configureServer({ Site_Url: siteUrl });
		await secure.expectRefusal('workspace_insecure', () => secure.signIn());
	});

	test.each([
		['http://chat.example.com', 'workspace_insecure'],
		['https://chat.example.com', 'workspace_unreachable'],
	])(
		'nor is a provider without TLS asked for "%s", of which the workspace is named as the reason: %s',
		async (siteUrl, expected) => {
			await secure.configureServer({ Site_Url: secure.workspace.url });
			await secure.meetProvider();
			await secure.configureServer({ Site_Url: siteUrl });
			await secure.settle();
			secure.provider.requests.length = 0;
			const { code, session } = await secure.signIn();
			expect({ code, session }).toEqual({ code: expected, session: undefined });
			expect(secure.provider.requests).toEqual([]);
		},
	);
});

test('an address where somebody else listens is not handed anything', async () => {
	const received: string[] = [];
	const stranger = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			received.push(`${request.method} ${request.url} ${body}`);
			response.end('yes, this is the workspace');
		});
	});
	await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
	const address = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
	await withSettings({ app: { Session_internal_url: address } }, async () => {
		await scene.expectRefusal('workspace_unreachable', () => scene.signIn());
	});
	stranger.close();
	expect(received.length).toBeGreaterThan(0);
	// A sealed question is worth nothing to anybody but the app.
	const question = new RegExp(`^POST /api/apps/public/${scene.appId}/self \\S*question\\S*[\\w-]+(\\.[\\w-]*){4}\\S*$`);
	expect(received.filter((line) => !question.test(line))).toEqual([]);
});

test('a workspace that becomes unfit on the way says so at the callback, and nobody is created', async () => {
	const browser = new Browser();
	scene.provider.set({ claims: { sub: 'midway', preferred_username: 'midway', email: 'midway@example.com' } });
	const callback = await scene.approve(browser);
	await withSettings({ server: { CAS_enabled: true, CAS_base_url: 'https://cas.example.com/cas' } }, async () => {
		await scene.expectRefusal('cas_in_use', () => browser.request(callback));
	});
	scene.provider.set({});
});

test.each(['nobody', 'facebook', '__proto__', 'constructor', 'toString', '%00', '..%2fokta', 'x'.repeat(5_000)])(
	'there is no provider "%s"',
	async (provider) => {
		for (const place of ['login', 'callback']) {
			const { headers } = await scene.expectRefusal('provider_unknown', () =>
				new Browser().request(scene.url(`${place}/${provider}`)),
			);
			expect(headers.getSetCookie()).toEqual([]);
		}
	},
);

test('tokens are not taken by anybody who opens the app’s CAS server by hand', async () => {
	const service = `${scene.workspace.url}/_cas/made-up`;
	for (const query of [
		'',
		'?ticket=x',
		`?ticket=x&service=${service}`,
		'?ticket[a]=b&service[c]=d',
		`?service=${service}`,
	]) {
		const { status, body } = await new Browser().request(`${scene.url('cas/proxyValidate')}${query}`);
		expect(status).toBe(200);
		expect(body).toMatch(/<cas:authenticationFailure code="INVALID_(REQUEST|TICKET)">/);
	}
});
