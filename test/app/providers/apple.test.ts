import type { AppPage } from '../support/page';
import { parsePage } from '../support/page';
import { formsOf, ProviderScene, submit } from './support';
import type { ProviderPeer, Surfer } from './support';

const origin = 'https://appleid.apple.com';
const native = 'Accounts_OAuth_Apple';

interface KeyPair {
	readonly pem: string;
	readonly jwk: JsonWebKey;
}

async function newKeyPair(namedCurve = 'P-256'): Promise<KeyPair> {
	const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify']);
	const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64');
	const pem = `-----BEGIN PRIVATE KEY-----\n${der.replace(/.{64}/g, '$&\n').trim()}\n-----END PRIVATE KEY-----\n`;
	return { pem, jwk: await crypto.subtle.exportKey('jwk', publicKey) };
}

let scene: ProviderScene;
let apple: ProviderPeer;
let key: KeyPair;
let filled: Record<string, unknown>;

const people = {
	ada: {
		name: { firstName: 'Ada', lastName: 'Lovelace' },
		claims: { email: 'ada@example.com', email_verified: 'true', is_private_email: 'false' },
	},
	grace: {
		name: { firstName: 'Grace', lastName: 'Hopper' },
		claims: { email: 'x7fq9k2@privaterelay.appleid.com', email_verified: 'true', is_private_email: 'true' },
	},
	joan: {
		name: { firstName: 'Joan', middleName: 'E.' },
		claims: { email: 'joan@example.com', email_verified: 'false' },
	},
	mallory: { claims: { email: 'mallory@example.com', email_verified: 'true' } },
	alan: { claims: { email: 'alan@example.com', email_verified: true } },
};

beforeAll(async () => {
	[scene, key] = await Promise.all([ProviderScene.setUp(), newKeyPair()]);
	filled = {
		Accounts_OAuth_Apple_id: 'com.example.chat',
		Accounts_OAuth_Apple_secretKey: key.pem,
		Accounts_OAuth_Apple_iss: 'TEAM123456',
		Accounts_OAuth_Apple_kid: 'KEY1234567',
	};
	apple = await scene.meet('appleId.mjs', {
		origin,
		client: { id: 'com.example.chat', teamId: 'TEAM123456', redirectUris: [scene.callback('apple')] },
		keys: { KEY1234567: { ...key.jwk, alg: 'ES256' } },
		people,
	} as object);
});
beforeEach(() => apple.behave({}));
afterAll(() => scene.stop());

/** As far as Apple's page that posts the answer, which is not sent yet. */
async function approve(browser: Surfer, login: string): Promise<AppPage> {
	const isBack = (url: URL): boolean => url.href === scene.callback('apple');
	return scene.walk(browser, scene.base.url('login/apple'), login, isBack);
}

describe('while a field is empty', () => {
	const showsButton = async (): Promise<boolean> => (await scene.buttons()).some(({ id }) => id === 'apple');

	test.each(['Accounts_OAuth_Apple_id', 'Accounts_OAuth_Apple_secretKey', 'Accounts_OAuth_Apple_iss', 'Accounts_OAuth_Apple_kid'])(
		'%s: no button, and nobody can begin',
		async (id) => {
			await scene.configure({ ...filled, [id]: '', Accounts_OAuth_Apple: true });
			expect(await showsButton()).toBe(false);
			await scene.base.expectRefusal('provider_incomplete', () => scene.signIn('apple', 'ada'));
		},
	);

	test("core's own sign-in for the mobile clients is on, and is put back when ours is off", async () => {
		await scene.base.settle();
		expect(scene.base.workspace.setting(native)).toBe(true);
		await scene.configure({ Accounts_OAuth_Apple: false });
		await scene.base.settle();
		expect(scene.base.workspace.setting(native)).toBe(false);
	});

	test('and a switch that was on before stays on', async () => {
		scene.base.workspace.setSetting(native, true);
		for (const enabled of [true, false]) {
			await scene.configure({ Accounts_OAuth_Apple: enabled });
			await scene.base.settle();
			expect(scene.base.workspace.setting(native)).toBe(true);
		}
		scene.base.workspace.setSetting(native, false);
	});

	test('and it is off while the app is disabled', async () => {
		const path = `/api/apps/${scene.base.appId}/status`;
		await scene.configure({ Accounts_OAuth_Apple: true });
		await scene.base.settle();
		await scene.base.admin.call('POST', path, JSON.stringify({ status: 'manually_disabled' }));
		expect(scene.base.workspace.setting(native)).toBe(false);
		await scene.base.admin.call('POST', path, JSON.stringify({ status: 'manually_enabled' }));
		await scene.until(async () => scene.base.workspace.setting(native) === true);
	});
});

describe('with all of them', () => {
	beforeAll(() => scene.configure({ ...filled, Accounts_OAuth_Apple: true }));

	const token = `POST ${origin}/auth/token`;

	test('there is a button', async () => {
		const button = (await scene.buttons()).find(({ id }) => id === 'apple');
		expect(button).toMatchObject({ color: '#000000', labelColor: '#ffffff' });
	});

	test('signs in twice, the keys asked for once', async () => {
		const who = { username: 'ada', name: 'Ada Lovelace', emails: [{ address: 'ada@example.com', verified: true }] };
		const { first, second } = await scene.expectTwice('apple', 'ada', who);
		expect(first).toEqual([token, `GET ${origin}/auth/keys`]);
		expect(second).toEqual([token]);
	});

	test.each([
		[
			'somebody behind a private relay is called by their name',
			'grace',
			{
				username: 'grace.hopper',
				name: 'Grace Hopper',
				emails: [{ address: 'x7fq9k2@privaterelay.appleid.com', verified: true }],
			},
		],
		['"false" is not verified; half a name is a name', 'joan', { name: 'Joan', emails: [] }],
		['a real boolean is one too', 'alan', { username: 'alan', emails: [{ address: 'alan@example.com', verified: true }] }],
	])('%s', async (_, login, who) => {
		await scene.expectTwice('apple', login, who);
	});

	test("the name in the form changes nothing for somebody who was here before", async () => {
		await apple.behave({ user: JSON.stringify({ name: { firstName: 'Eve', lastName: 'Hacker' }, email: 'eve@example.com' }) });
		await scene.base.expectSignedIn(scene.signIn('apple', 'ada'), { username: 'ada', name: 'Ada Lovelace' });
	});

	test.each([
		['another address, subject and username', { name: { firstName: 'Mal' }, email: 'ada@example.com', sub: '001234.ada.0123', preferred_username: 'admin', email_verified: true }, 'Mal'],
		['a name beside "name"', { firstName: 'Not', lastName: 'Me', displayName: 'Not Me' }, undefined],
		['names that are no texts', { name: { firstName: { toString: 'x' }, lastName: ['y'] } }, undefined],
		['markup and control characters', { name: { firstName: '<b>\u202eMal\u0000', lastName: 'X\nY' } }, '<b>Mal X Y'],
		['a name without end', { name: { firstName: 'A'.repeat(3000) } }, undefined],
	])('%s in the form', async (what, user, name) => {
		// Somebody new each time: people are told apart by what follows the name.
		await apple.behave({ user: JSON.stringify(user) });
		const browser = scene.browser();
		const page = await approve(browser, 'mallory');
		const session = await scene.base.expectSignedIn(scene.walk(browser, page, 'mallory'));
		const me = await scene.base.me(session);
		expect(me).toMatchObject({ username: 'mallory', emails: [{ address: 'mallory@example.com', verified: true }] });
		if (what === 'a name without end') expect(String(me.name).length).toBeLessThanOrEqual(120);
		else expect(me.name).toBe(name ?? 'mallory');
		await scene.base.admin.call('POST', '/api/v1/users.delete', JSON.stringify({ userId: session.userId }));
		await scene.configure({ Accounts_recreate_deleted: true });
	});

	test.each(['{"name":', 'null', '[]', '"text"', '', '{"name":null}', `{"name":{"firstName":"${'x'.repeat(20_000)}"}}`])(
		'%.20s in the place of that form field does no harm',
		async (user) => {
			await apple.behave({ user });
			await scene.base.expectSignedIn(scene.signIn('apple', 'ada'), { username: 'ada', name: 'Ada Lovelace' });
		},
	);

	test('the form arrives without cookies, is posted on from here, and the code is in no address', async () => {
		const browser = scene.browser();
		const page = await approve(browser, 'ada');
		const [form] = formsOf(page);
		const posted = parsePage(await submit(browser, page.url, form!));
		expect(posted.status).toBe(200);
		expect(posted.session).toBeUndefined();
		expect(posted.headers.get('cache-control')).toContain('no-store');
		expect(posted.headers.get('referrer-policy')).toBe('no-referrer');
		expect(posted.headers.getSetCookie()).toEqual([]);

		const next = scene.formFor(posted, 'ada')!;
		expect(next.action.href).toBe(scene.callback('apple'));
		expect(next.fields.get('code')).toBe(form!.fields.get('code'));
		// What Apple did not send here, and what nobody reads, is not passed on.
		expect([...next.fields.keys()].sort()).toEqual(['code', 'posted_on', 'state']);
		await scene.base.expectSignedIn(await browser.request(next.action, { method: 'POST', body: next.fields }).then(parsePage), {
			username: 'ada',
		});
	});

	test('a form without cookies in any browser ends there, and not in a circle', async () => {
		const page = await approve(scene.browser(), 'ada');
		const [form] = formsOf(page);
		await scene.base.expectRefusal('state_foreign', () => scene.walk(scene.browser(), page, 'ada'));
		await scene.base.expectRefusal('state_foreign', async () =>
			scene.browser().request(form!.action, { method: 'POST', body: new URLSearchParams([...form!.fields, ['posted_on', '1']]) }),
		);
	});

	test('an id_token in the form is not read', async () => {
		const browser = scene.browser();
		const page = await approve(browser, 'ada');
		const [form] = formsOf(page);
		const forged = [{ alg: 'none' }, { iss: origin, sub: 'eve' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
		form!.fields.set('id_token', `${forged.join('.')}.`);
		await scene.base.expectSignedIn(scene.walk(browser, await submit(browser, page.url, form!), 'ada'), { username: 'ada' });
	});

	test('somebody who changes their mind is told so, in a friendly way', async () => {
		const browser = scene.browser();
		const start = await scene.walk(browser, scene.base.url('login/apple'), 'ada', (_url, form) => !!form);
		const abort = /href="([^"]*\/abort)"/.exec(start.body)?.[1];
		const calls = scene.calls.length;
		const page = await scene.base.expectRefusal('access_denied', () => scene.walk(browser, new URL(abort!, start.url), 'ada'));
		expect(page.retryUrl?.pathname).toMatch(/\/login\/apple$/);
		expect(scene.calls).toHaveLength(calls);
	});

	test.each([
		['GET', 'apple', (): Record<string, string> => ({})],
		['POST', 'okta', () => ({ 'content-type': 'application/x-www-form-urlencoded' })],
	])('%s is no way back from %s', async (method, provider, headers) => {
		const url = `${scene.callback(provider)}?code=x&state=y`;
		await scene.base.expectRefusal('method_not_allowed', () => scene.browser().request(url, { method, headers: headers() }));
	});

	test.each([
		['as the file has it', (pem: string) => pem],
		['with Windows line breaks', (pem: string) => pem.replace(/\n/g, '\r\n')],
		['with literal \\n', (pem: string) => pem.replace(/\n/g, '\\n')],
		['in one line', (pem: string) => pem.replace(/\n/g, '')],
		['with spaces for line breaks', (pem: string) => pem.replace(/\n/g, ' ')],
		['with a byte order mark and blanks', (pem: string) => `\ufeff \n${pem}\t `],
		['in quotes', (pem: string) => JSON.stringify(pem)],
		['without its first and last line', (pem: string) => pem.replace(/-----.*-----/g, '')],
	])('a key pasted %s works', async (_, paste) => {
		await scene.configure({ Accounts_OAuth_Apple_secretKey: paste(key.pem) });
		await scene.base.expectSignedIn(scene.signIn('apple', 'ada'), { username: 'ada' });
	});

	test.each<[string, () => Promise<string>, string]>([
		['on another curve', async () => (await newKeyPair('P-384')).pem, 'apple_key_not_p256'],
		['of PKCS#1', async () => '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----', 'apple_key_not_pkcs8'],
		['that is encrypted', async () => '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----', 'apple_key_encrypted'],
		['that is public', async () => '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----', 'apple_key_not_private'],
		['that was cut off', async () => key.pem.slice(0, 120), 'apple_key'],
		['that is none', async () => 'AuthKey_KEY1234567.p8', 'apple_key_invalid'],
	])('a key %s is not saved, and the hint says why', async (_, make, reason) => {
		const before = await scene.setting('Accounts_OAuth_Apple_secretKey');
		const pasted = await make();
		await scene.configure({ Accounts_OAuth_Apple_secretKey: pasted });
		expect(await scene.setting('Accounts_OAuth_Apple_secretKey')).toBe(before);
		await scene.until(async () => (await scene.hint('Accounts_OAuth_Apple')).includes(reason));
		expect(await scene.hint('Accounts_OAuth_Apple')).not.toContain(pasted.slice(0, 40));
	});

	test.each([
		['key', { Accounts_OAuth_Apple_secretKey: '' }],
		['key id', { Accounts_OAuth_Apple_kid: 'KEY0000000' }],
		['team', { Accounts_OAuth_Apple_iss: 'TEAM000000' }],
	])('a wrong %s is Apple refusing the workspace', async (what, settings) => {
		const other = what === 'key' ? { Accounts_OAuth_Apple_secretKey: (await newKeyPair()).pem } : settings;
		await scene.configure({ ...filled, ...other });
		await scene.base.expectRefusal('client_refused', () => scene.signIn('apple', 'ada'));
	});
});
