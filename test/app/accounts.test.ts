import type { ErrorCode } from '../../src/errors';
import { Browser } from './support/browser';
import { Scene } from './support/scene';

let scene: Scene;
beforeAll(async () => {
	// Anyone who could prove an account of theirs is asked to: here nobody can.
	scene = await Scene.setUp({ settings: { Accounts_OAuth_Okta_allow_link: 'no' } });
});
afterAll(() => scene.stop());

interface Claims {
	readonly sub: string;
	readonly preferred_username?: string;
	readonly email?: string;
	readonly name?: string;
	readonly email_verified?: unknown;
}

const person = (name: string, claims: Partial<Claims> = {}): Claims => ({
	sub: name,
	preferred_username: name,
	name,
	email: `${name}@example.com`,
	...claims,
});

const as = (claims: Claims): void => scene.provider.set({ claims: { ...claims } });

const api = (path: string, body: object): Promise<{ user: { _id: string } }> =>
	scene.admin.call('POST', `/api/v1/${path}`, JSON.stringify(body));

async function createAccount(username: string, more: object = {}): Promise<string> {
	const { user } = await api('users.create', {
		...{ username, name: username, email: `${username}@workspace.example`, password: 'pass-word', verified: true },
		...more,
	});
	return user._id;
}

/** Has the server set so, and as it was afterwards. */
async function withServer(settings: Record<string, unknown>, action: () => Promise<unknown>): Promise<void> {
	const before = Object.fromEntries(Object.keys(settings).map((id) => [id, scene.workspace.setting(id)]));
	await scene.configureServer(settings);
	try {
		await action();
	} finally {
		await scene.configureServer(before);
	}
}

async function expectRefused(claims: Claims, code: ErrorCode): Promise<void> {
	as(claims);
	await scene.expectRefusal(code, () => scene.signIn());
	await scene.expectRefusal(code, () => scene.signIn());
}

async function expectIn(claims: Claims, who: Record<string, unknown>): Promise<string> {
	as(claims);
	return (await scene.expectSignedIn(scene.signIn(), who)).userId;
}

describe('a username that is taken', () => {
	test.each([
		['to the letter', 'bob', 'bob'],
		['in capitals', 'BOBBY', 'bobby'],
		['with a capital', 'Bertha', 'bertha'],
		['while the provider writes capitals', 'bert', 'BERT'],
		['in the provider’s own mixture', 'BeRnD', 'BeRnD'],
	])('%s: "%s" for "%s"', async (_, taken, wanted) => {
		const userId = await createAccount(taken);
		await expectRefused(person(wanted, { sub: `someone-${wanted}` }), 'username_taken');
		expect(scene.workspace.store.users.get(userId)?.services.cas).toBeUndefined();
	});

	test('by nobody any more: the next try gets it', async () => {
		const userId = await createAccount('briefly');
		await expectRefused(person('briefly'), 'username_taken');
		await api('users.delete', { userId });
		await expectIn(person('briefly'), { username: 'briefly' });
	});

	test.each(['admin', 'ADMIN', 'rocket.cat', 'all', 'here', 'user', 'helper.bot'])(
		'"%s" is nobody’s to take',
		async (preferred_username) => {
			as(person('reserved', { sub: `reserved-${preferred_username}`, preferred_username, email: undefined, name: '' }));
			const before = scene.workspace.store.users.size;
			await scene.expectSignedIn(scene.signIn(), { username: expect.stringMatching(/^user-\w{10}$/) });
			expect(scene.workspace.store.users.size).toBe(before + 1);
		},
	);
});

describe('a username that has to be made', () => {
	test.each([
		['Ada Lovelace', 'ada.lovelace'],
		['ÅSA ÖBERG', 'asa.oberg'],
		['eve@corp.example', 'eve'],
		['../../etc/passwd', 'etc.passwd'],
		['<img src=x onerror=alert(1)>', 'img.src.x.onerror.alert.1'],
		['tab\there', 'tab.here'],
	])('of "%s" is "%s"', (preferred_username, username) =>
		expectIn(person('made', { sub: `made-${username}`, preferred_username, email: `${username}@example.com` }), {
			username,
		}),
	);
});

describe('names and addresses', () => {
	test('core’s own signs in a name mean nothing', () =>
		expectIn(person('signs', { name: '$& $1 %email% %username% $$ Ann' }), {
			username: 'signs',
			name: '$& $1 %email% %username% $$ Ann',
		}));

	test('where people may not change their names, those signs are left out of it', async () => {
		scene.workspace.setSetting('Accounts_AllowRealNameChange', false);
		await expectIn(person('fewersigns', { name: '$& 100 % Ann' }), { name: '& 100  Ann' });
		scene.workspace.setSetting('Accounts_AllowRealNameChange', true);
	});

	test('markup in a name is text', () =>
		expectIn(person('markup', { name: '</cas:name><cas:user>admin</cas:user> & "Co"' }), {
			name: '</cas:name><cas:user>admin</cas:user> & "Co"',
		}));

	test.each([false, 'yes', 'false', 0, null, undefined])(
		'an address with email_verified %p is left out',
		async (verified) => {
			const name = `unverified-${String(verified)}`;
			const userId = await expectIn(person(name, { email_verified: verified }), { username: name });
			expect(scene.workspace.store.users.get(userId)?.emails).toEqual([]);
		},
	);

	test('who only claims an address does not learn whether an account has it', async () => {
		await createAccount('known', { email: 'known@example.com' });
		const ends = [];
		for (const [index, address] of ['known@example.com', 'unknown@example.com'].entries()) {
			const name = `asks-${index}`;
			const userId = await expectIn(person(name, { email: address, email_verified: false }), { username: name });
			const { emails, roles, active } = scene.workspace.store.users.get(userId)!;
			ends.push({ emails, roles, active });
		}
		expect(ends[0]).toEqual(ends[1]);
	});

	test('an address that another account has', async () => {
		await createAccount('owner', { email: 'shared@example.com' });
		await expectRefused(person('second-owner', { email: 'shared@example.com' }), 'account_refused');
	});

	test('the same address in capitals', async () => {
		await createAccount('owner2', { email: 'shared2@example.com' });
		await expectRefused(person('second-owner2', { email: 'SHARED2@example.com' }), 'account_refused');
	});

	test('are not taken over later on', async () => {
		const userId = await expectIn(person('steady'), { name: 'steady' });
		await expectIn(person('steady', { name: 'Changed', email: 'changed@example.com', preferred_username: 'changed' }), {
			_id: userId,
			username: 'steady',
			name: 'steady',
			emails: [{ address: 'steady@example.com', verified: true }],
		});
	});
});

describe('somebody who had an account', () => {
	test('that was deactivated', async () => {
		const userId = await expectIn(person('paused'), {});
		await api('users.setActiveStatus', { userId, activeStatus: false });
		await expectRefused(person('paused'), 'account_disabled');
		await api('users.setActiveStatus', { userId, activeStatus: true });
		await expectIn(person('paused'), { _id: userId });
	});

	test('that was deleted', async () => {
		const userId = await expectIn(person('gone'), {});
		await api('users.delete', { userId });
		await expectRefused(person('gone'), 'account_deleted');

		await scene.configure({ Accounts_recreate_deleted: true });
		const again = await expectIn(person('gone'), { username: 'gone' });
		expect(again).not.toBe(userId);
		await expectIn(person('gone'), { _id: again });
		await scene.configure({ Accounts_recreate_deleted: false });
		await expectIn(person('gone'), { _id: again });
	});

	test('that was deleted, and whose name went to somebody else', async () => {
		const userId = await expectIn(person('moved'), {});
		await api('users.delete', { userId });
		const successor = await createAccount('moved');
		await scene.configure({ Accounts_recreate_deleted: true });
		await expectRefused(person('moved'), 'username_taken');
		await scene.configure({ Accounts_recreate_deleted: false });
		expect(scene.workspace.store.users.get(successor)?.services.resume?.loginTokens ?? []).toEqual([]);
	});

	test('that has become a bot', async () => {
		const userId = await expectIn(person('robot'), {});
		scene.workspace.store.users.get(userId)!.type = 'bot';
		await expectRefused(person('robot'), 'account_not_a_person');
	});

	test('and another name now', async () => {
		const userId = await expectIn(person('renamed'), {});
		await api('users.update', { userId, data: { username: 'renamed-since' } });
		await expectIn(person('renamed'), { _id: userId, username: 'renamed-since' });
	});

	test('and a second factor: this way of signing in is not asked for it', async () => {
		const userId = await expectIn(person('careful'), {});
		scene.workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', true);
		await expectIn(person('careful'), { _id: userId });
		scene.workspace.setSetting('Accounts_TwoFactorAuthentication_Enabled', false);
	});
});

describe('the workspace’s own rules for new accounts', () => {
	test.each<[string, Record<string, unknown>, Partial<Claims>, ErrorCode]>([
		[
			'no registration by services',
			{ Accounts_Registration_AuthenticationServices_Enabled: false },
			{},
			'registration_closed',
		],
		[
			'another domain',
			{ Accounts_AllowedDomainsList: 'good.com' },
			{ email: 'a@evil.com' },
			'email_domain_not_allowed',
		],
		[
			'a domain that ends alike',
			{ Accounts_AllowedDomainsList: 'good.com' },
			{ email: 'a@evilgood.com' },
			'email_domain_not_allowed',
		],
		[
			'a domain below',
			{ Accounts_AllowedDomainsList: 'good.com' },
			{ email: 'a@b.good.com' },
			'email_domain_not_allowed',
		],
		[
			'a domain that begins alike',
			{ Accounts_AllowedDomainsList: 'good.com' },
			{ email: 'a@good.com.evil' },
			'email_domain_not_allowed',
		],
		[
			'an address that is not verified',
			{ Accounts_AllowedDomainsList: 'good.com' },
			{ email: 'a@good.com', email_verified: false },
			'email_domain_not_allowed',
		],
		['no address', { Accounts_AllowedDomainsList: 'good.com' }, { email: undefined }, 'email_domain_not_allowed'],
	])('%s', async (_, settings, claims, code) => {
		const former = await expectIn(person('old-hand'), {});
		await withServer(settings, async () => {
			await expectRefused(person('newcomer', claims), code);
			// They are about new accounts only.
			await expectIn(person('old-hand'), { _id: former });
		});
	});

	test('a person whose name is blocked gets a username made of their id', () =>
		withServer({ Accounts_BlockedUsernameList: 'other,Blocked-One' }, () =>
			expectIn(person('blocked-one', { name: '', email: undefined }), {
				username: expect.stringMatching(/^user-[a-z0-9]{10}$/) as string,
			}),
		));

	test('a domain of the list, however it is written', () =>
		withServer({ Accounts_AllowedDomainsList: 'other.org, good.com' }, () =>
			expectIn(person('in-domain', { email: 'Somebody@GOOD.com' }), { username: 'in-domain' }),
		));

	test('all seats taken', async () => {
		const { store } = scene.workspace;
		store.seats = 1;
		await expectRefused(person('standing'), 'account_refused');
		store.seats = Infinity;
		await expectIn(person('standing'), { username: 'standing' });
	});

	test('a refused one leaves no trace that a later one meets', async () => {
		await createAccount('holder', { email: 'held@example.com' });
		await expectRefused(person('late', { email: 'held@example.com' }), 'account_refused');
		await createAccount('late');
		await expectRefused(person('late', { email: 'free@example.com' }), 'username_taken');
	});
});

test('two providers’ people with one subject are two people', async () => {
	await expectIn(person('twin', { sub: 'one-and-the-same' }), { username: 'twin' });
	await scene.meetProvider();
	await expectRefused(person('twin', { sub: 'one-and-the-same' }), 'username_taken');
	await expectIn(person('other-twin', { sub: 'one-and-the-same' }), { username: 'other-twin' });
});

describe('6.5.3, which says why it refuses', () => {
	let old: Scene;
	beforeAll(async () => {
		old = await Scene.setUp({ workspace: { profile: '6.5' }, patched: true });
	});
	afterAll(() => old.stop());

	test('all seats taken', async () => {
		old.workspace.store.seats = 1;
		await old.expectRefusal('seats_used_up', () => old.signIn(new Browser()));
		old.workspace.store.seats = Infinity;
	});

	test('an address that another account has', async () => {
		await old.admin.call(
			'POST',
			'/api/v1/users.create',
			JSON.stringify({ username: 'o', name: 'o', email: 'robin@example.com', password: 'pass-word' }),
		);
		await old.expectConfirm(() => old.signIn(new Browser()));
	});
});
