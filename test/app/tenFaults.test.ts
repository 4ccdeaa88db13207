import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TextKey } from '../../src/texts/texts';
import { textsFor } from '../../src/texts/texts';
import { people, startPeer } from '../providers/peer';
import type { Peer } from '../providers/peer';
import { createCertificate } from '../workspace/certificate';
import { Client } from '../workspace/testing/client';
import { until } from '../workspace/testing/until';
import { Browser } from './support/browser';
import { Console } from './support/console';
import { oktaSettings, Scene } from './support/scene';

/*
 * An admin sets a provider up, and something is wrong with it: what the product itself says is the right cause.
 */

const { t } = textsFor('en', undefined);

let scene: Scene;
let console: Console;
let peer: Peer<{ issuer: string }>;
let selfSigned: Server;
const client = { client_id: 'rocket-chat', client_secret: 'a secret: of the client' };

beforeAll(async () => {
	scene = await Scene.setUp();
	console = await Console.open(scene);
	const account = { username: 'reader', name: 'Reader', email: 'reader@workspace.example', password: 'pass-word' };
	await scene.admin.call('POST', '/api/v1/users.create', JSON.stringify(account));
	const redirect = scene.url('callback/okta');
	const clients = [
		{ ...client, redirect_uris: [redirect] },
		{ ...client, client_id: 'elsewhere', redirect_uris: ['https://chat.example.com/_oauth/okta'] },
	];
	peer = await startPeer('oidcProvider.mjs', { people, clients });
	selfSigned = createTlsServer(await createCertificate(), (_request, response) => response.end('{}'));
	await new Promise<void>((listening) => selfSigned.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
	await peer.stop();
	selfSigned.close();
	await scene.stop();
});

const honest = (): Record<string, unknown> => ({
	...oktaSettings(scene.provider.issuer, scene.provider.clientId, scene.provider.clientSecret),
	Accounts_OAuth_Okta_allow_link: 'yes',
	Accounts_OAuth_Okta_required_group: '',
});

const port = (): number => (selfSigned.address() as AddressInfo).port;

interface Fault {
	readonly app?: () => Record<string, unknown>;
	readonly server?: Record<string, unknown>;
	/** What the provider does. */
	readonly provider?: Parameters<Scene['provider']['set']>[0];
}

const newcomer = { sub: 'newcomer-1', preferred_username: 'newcomer', email: 'newcomer@elsewhere.example' };
const ofPeer = (values: Record<string, unknown> = {}) => ({
	...oktaSettings(peer.ready.issuer, client.client_id, client.client_secret),
	...values,
});

test.each<[string, Fault, ...TextKey[]]>([
	[
		'a wrong secret',
		{ app: () => ofPeer({ Accounts_OAuth_Okta_secret: 'another' }) },
		'error_client_refused_title',
		'error_client_refused_admin',
	],
	[
		'a wrong issuer',
		{ app: () => ({ Accounts_OAuth_Okta_issuer: `${scene.provider.issuer}/oauth2/default` }) },
		'error_discovery_failed_title',
		'error_discovery_failed_admin',
	],
	[
		'a clock that is off',
		{ provider: { idToken: 'iatFuture' } },
		'error_title_identityUnconfirmed',
		'error_id_token_expired_admin',
	],
	[
		'a provider that is not there',
		{ app: () => ({ Accounts_OAuth_Okta_issuer: 'http://127.0.0.1:9' }) },
		'error_discovery_failed_title',
		'cause_refused',
	],
	[
		'a self-signed certificate',
		{ app: () => ({ Accounts_OAuth_Okta_issuer: `https://localhost:${port()}` }) },
		'error_discovery_failed_title',
		'cause_certificate',
	],
	[
		'no e-mail address, where one is needed',
		{
			server: { Accounts_AllowedDomainsList: 'example.com' },
			provider: { claims: { ...newcomer, email: undefined } },
		},
		'error_email_domain_not_allowed_title',
		'error_email_domain_not_allowed_admin',
		'cause_email_missing',
	],
	[
		'no group, where one is needed',
		{ app: () => ({ Accounts_OAuth_Okta_required_group: 'staff' }), provider: { claims: newcomer } },
		'error_group_required_title',
		'error_group_required_admin',
	],
	[
		'a username that is taken',
		{
			app: () => ({ Accounts_OAuth_Okta_allow_link: 'no' }),
			provider: { claims: { ...newcomer, preferred_username: 'reader' } },
		},
		'error_username_taken_title',
		'error_username_taken_admin',
	],
	[
		'a CAS server of the workspace’s own',
		{ server: { CAS_enabled: true, CAS_base_url: 'https://cas.example.com/cas' } },
		'error_title_notReady',
		'error_cas_in_use_admin',
	],
])('%s', async (_name, { app, server = {}, provider = {} }, ...expected) => {
	const before = Object.fromEntries(Object.keys(server).map((id) => [id, scene.workspace.setting(id)]));
	await scene.configureServer(server);
	await scene.configure({ ...honest(), ...app?.() });
	scene.provider.set(provider);
	const { reference } = await scene.signIn();
	const told = await until(async () => {
		const answer = await console.run(`attempts ${reference}`);
		return answer === t('attempts_unknown') ? undefined : answer;
	});
	const list = await console.run('attempts 1');
	scene.provider.set({});
	await scene.configureServer(before);
	for (const key of expected) expect(told).toContain(t(key, { tokenSentVia: t('token_sent_via') }));
	expect(told).toContain('- Provider: `Okta`');
	expect(list).toContain(`\`${reference}\``);
	expect(list).toContain(t(expected[0]!));
	expect(told).not.toMatch(/newcomer@|a secret: of the client/);
});

test('a redirect URI that is not registered: nobody comes back, and the admin is told which one to register', async () => {
	await scene.configure(ofPeer({ Accounts_OAuth_Okta_id: 'elsewhere' }));
	const begun = await new Browser().request(scene.url('login/okta'));
	expect(begun.status).toBe(303);
	expect((await new Browser().request(begun.headers.get('location')!)).status).toBe(400);
	const told = await until(async () => {
		const [, reference] = /^- `(\w+)`.*not back yet/m.exec(await console.run('attempts')) ?? [];
		return reference && console.run(`attempts ${reference}`);
	});
	expect(told).toContain(t('departed_admin'));
	expect(told).toContain(t('cause_callback', { url: scene.url('callback/okta') }));
	// The app's own check finds it too, a moment after the save: whichever was first, the line names the callback URL.
	const line = /Okta: .*(?:callback_not_approved|nobody has come back).*/.exec(await console.run('status'))?.[0];
	expect(line).toContain(t('cause_callback', { url: scene.url('callback/okta') }));
});

test('who changed what is noted, and no value with it', async () => {
	await scene.configure({ ...honest(), Accounts_OAuth_Okta_secret: 'top-secret-1' });
	await scene.settle();
	const told = await console.run('audit 100');
	expect(told).toContain(`${t('audit_setting_changed')}: \`Accounts_OAuth_Okta_secret\``);
	expect(told).not.toContain('top-secret-1');
	await scene.configure(honest());
	const { userId } = await scene.expectSignedIn(scene.signIn(), { username: 'robin' });
	expect(userId).not.toBe('');
	await scene.settle();
	expect(await console.run('audit')).toContain(`${t('audit_account_created')}: \`robin\``);
	expect(await console.run('attempts 1')).toContain(`\`robin\` · ${t('attempt_signed_in')}`);
});

test('only an admin is told', async () => {
	const told: unknown[] = [];
	scene.workspace.store.events.on('notify-user', ({ payload }: { payload: { msg: string } }) => told.push(payload.msg));
	const reader = await Client.signIn(scene.workspace, 'reader', 'pass-word');
	for (const params of ['status', 'providers', 'attempts', 'audit']) {
		await reader.post('/api/v1/commands.run', { command: 'oauth-login', params, roomId: 'GENERAL' });
	}
	expect(told.join('\n')).not.toMatch(/Okta|robin|Signed in|Uninstall/);
});
