import type { UserDocument } from '../workspace/store';
import { Browser } from './support/browser';
import { Scene } from './support/scene';

/*
 * Who gets into which account: identities, policies and accounts that exist, through the packaged app. Each case begins
 * with a policy of its own, and anyone who is not let in leaves everything as it was.
 */

let scene: Scene;
beforeAll(async () => {
	scene = await Scene.setUp();
});
afterAll(() => scene.stop());

interface Person {
	readonly sub: string;
	readonly preferred_username?: string;
	readonly email?: string;
	readonly email_verified?: unknown;
	readonly groups?: unknown;
	readonly [claim: string]: unknown;
}

interface Case {
	/** Settings of the provider, by what stands behind `Accounts_OAuth_Okta_`. */
	readonly provider?: Record<string, unknown>;
	/** Settings that no provider has. */
	readonly app?: Record<string, unknown>;
	readonly server?: Record<string, unknown>;
	/** The account that is there already. */
	readonly account?: Partial<UserDocument> & { readonly username: string };
	readonly person: Person;
	/** Username of the account that they get into; `confirm`; or the code of the refusal. */
	readonly expected: string | { readonly username: string };
}

const defaults = {
	Accounts_OAuth_Okta_allow_create: 'yes',
	Accounts_OAuth_Okta_allow_link: 'yes',
	Accounts_OAuth_Okta_merge_users: false,
	Accounts_OAuth_Okta_merge_users_distinct_services: false,
	Accounts_OAuth_Okta_key_field: 'username',
	Accounts_OAuth_Okta_email_domains: '',
	Accounts_OAuth_Okta_required_group: '',
	Accounts_OAuth_Okta_groups_claim: 'groups',
	Accounts_privileged_login: 'trust',
	Accounts_privileged_roles: '',
	Accounts_second_factor_acr: '',
};

async function createAccount({ username, ...more }: NonNullable<Case['account']>): Promise<void> {
	await scene.admin.call(
		'POST',
		'/api/v1/users.create',
		JSON.stringify({ username, name: username, email: `${username}@chat.example`, password: 'pass-word' }),
	);
	const user = [...scene.workspace.store.users.values()].find((one) => one.username === username)!;
	Object.assign(user, more);
}

async function expectOutcome({ provider = {}, app = {}, server = {}, account, person, expected }: Case): Promise<void> {
	const prefixed = Object.entries(provider).map(([id, value]) => [`Accounts_OAuth_Okta_${id}`, value]);
	const serverBefore = Object.fromEntries(Object.keys(server).map((id) => [id, scene.workspace.setting(id)]));
	for (const [id, value] of Object.entries(server)) scene.workspace.setSetting(id, value);
	await scene.configure({ ...defaults, ...app, ...Object.fromEntries(prefixed) });
	if (account) await createAccount(account);
	await scene.settle();
	try {
		scene.provider.set({ claims: { name: person.preferred_username, email_verified: undefined, ...person } });
		const before = scene.everything();
		if (typeof expected === 'object') {
			await scene.expectSignedIn(scene.signIn(), expected);
			await scene.expectSignedIn(scene.signIn(), expected);
			return;
		}
		const { code, session } = await scene.signIn();
		expect({ code, session }).toEqual({ code: expected, session: undefined });
		await scene.settle();
		expect(scene.everything()).toEqual(before);
	} finally {
		for (const [id, value] of Object.entries(serverBefore)) scene.workspace.setSetting(id, value);
	}
}

let count = 0;
/** Somebody of whom nothing is known, with a verified address. */
function somebody(more: Record<string, unknown> = {}): Person & { readonly preferred_username: string } {
	count += 1;
	const name = `person${count}`;
	return { sub: `sub-${name}`, preferred_username: name, email: `${name}@good.example`, email_verified: true, ...more };
}
/** The account of the same username, with that address. */
const accountOf = (
	{ preferred_username, email }: ReturnType<typeof somebody>,
	{ verified = true, ...more }: { verified?: boolean } & Partial<UserDocument> = {},
): NonNullable<Case['account']> => ({
	username: preferred_username,
	emails: [{ address: email!, verified }],
	...more,
});

describe('an account that exists', () => {
	const merge = { merge_users: true };
	test.each<[string, (person: ReturnType<typeof somebody>) => Omit<Case, 'person'>]>([
		['is asked about', (one) => ({ account: accountOf(one), expected: 'confirm' })],
		[
			'is out of reach where connecting is off',
			(one) => ({ provider: { allow_link: 'no' }, account: accountOf(one), expected: 'username_taken' }),
		],
		[
			'is merged where both sides have verified the address',
			(one) => ({ provider: merge, account: accountOf(one), expected: { username: one.preferred_username } }),
		],
		[
			'is merged though nobody new gets an account',
			(one) => ({
				...{ provider: { ...merge, allow_create: 'no' }, account: accountOf(one) },
				expected: { username: one.preferred_username },
			}),
		],
		[
			'is not merged while the workspace has not verified the address',
			(one) => ({ provider: merge, account: accountOf(one, { verified: false }), expected: 'confirm' }),
		],
		[
			'is not merged for its username alone',
			(one) => ({ provider: merge, account: { username: one.preferred_username }, expected: 'confirm' }),
		],
		[
			'is not merged with an administrator',
			(one) => ({ provider: merge, account: accountOf(one, { roles: ['user', 'admin'] }), expected: 'confirm' }),
		],
		[
			'is not merged with a role that the admin calls privileged',
			(one) => ({
				...{ provider: merge, app: { Accounts_privileged_roles: 'auditor' } },
				...{ account: accountOf(one, { roles: ['auditor'] }), expected: 'confirm' },
			}),
		],
		[
			'is not merged with a bot',
			(one) => ({ provider: merge, account: accountOf(one, { type: 'bot' }), expected: 'confirm' }),
		],
		[
			'is not merged while it is off',
			(one) => ({ provider: merge, account: accountOf(one, { active: false }), expected: 'confirm' }),
		],
		[
			'in another letter case is asked about, too',
			(one) => ({ account: { username: one.preferred_username.toUpperCase() }, expected: 'confirm' }),
		],
		[
			'of the same address is asked about, once core has refused',
			(one) => ({
				account: { username: `x.${one.preferred_username}`, emails: [{ address: one.email!, verified: true }] },
				expected: 'confirm',
			}),
		],
	])('%s', async (_name, arrange) => {
		const person = somebody();
		await expectOutcome({ person, ...arrange(person) });
	});

	test('is merged without those who are signed in to it already, and its owner is told', async () => {
		const person = somebody();
		const { preferred_username: username } = person;
		await createAccount(accountOf(person));
		const answer = await new Browser().request(`${scene.workspace.url}/api/v1/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ user: username, password: 'pass-word' }),
		});
		const { data } = JSON.parse(answer.body) as { data: { userId: string; authToken: string } };
		const squatter = { userId: data.userId, token: data.authToken };
		await expect(scene.me(squatter)).resolves.toMatchObject({ status: 200 });
		const before = scene.workspace.store.messages.length;
		await expectOutcome({ person, provider: merge, expected: { username } });
		await expect(scene.me(squatter)).resolves.toMatchObject({ status: 401 });
		await scene.settle();
		const told = scene.workspace.store.messages.slice(before).map(({ msg }) => msg);
		expect(told.filter((text) => text?.includes('All other sessions of your account here were ended'))).toHaveLength(1);
	});

	test('is not merged for an address that only the provider’s people say', async () => {
		const person = somebody({ email_verified: false });
		await expectOutcome({ person, provider: merge, account: accountOf(person), expected: 'confirm' });
	});
});

describe('nobody new gets an account', () => {
	test.each<[string, Omit<Case, 'person'>]>([
		['where none are made', { provider: { allow_create: 'no' }, expected: 'confirm' }],
		[
			'where none are made or connected',
			{ provider: { allow_create: 'no', allow_link: 'no' }, expected: 'creation_off' },
		],
		[
			'where the workspace is closed',
			{
				...{ provider: { allow_link: 'no' }, expected: 'registration_closed' },
				server: { Accounts_Registration_AuthenticationServices_Enabled: false },
			},
		],
		[
			'from a domain that core does not let in',
			{ server: { Accounts_AllowedDomainsList: 'other.example' }, expected: 'email_domain_not_allowed' },
		],
		[
			'from a domain that the provider’s section does not name',
			{ provider: { email_domains: 'other.example' }, expected: 'email_domain_not_allowed' },
		],
		['from no group, where one is asked for', { provider: { required_group: 'staff' }, expected: 'group_required' }],
	])('%s', (_name, one) => expectOutcome({ person: somebody(), ...one }));

	test.each<[string, unknown, boolean]>([
		['a list', ['staff', 'x'], true],
		['one text', 'staff', true],
		['a list of objects', [{ name: 'staff' }], true],
		['another list', ['Staff'], false],
		['an empty list', [], false],
		['a number', 7, false],
	])('but from the group, as %s: %p', (_name, groups, isIn) => {
		const person = somebody({ groups });
		const expected = isIn ? { username: person.preferred_username } : 'group_required';
		return expectOutcome({ person, provider: { required_group: 'board, staff' }, expected });
	});
});

describe('who was let in before', () => {
	test('is let in while they are in the group, and not any longer', async () => {
		const person = somebody({ groups: ['staff'] });
		const provider = { required_group: 'staff' };
		await expectOutcome({ person, provider, expected: { username: person.preferred_username } });
		await expectOutcome({ person: { ...person, groups: ['guests'] }, provider, expected: 'group_required' });
		await expectOutcome({
			person: { ...person, groups: ['staff'] },
			provider,
			expected: { username: person.preferred_username },
		});
	});

	test('with a privileged role only as the admin allows', async () => {
		const person = somebody();
		const { preferred_username: username } = person;
		await expectOutcome({ person, expected: { username } });
		const user = [...scene.workspace.store.users.values()].find((one) => one.username === username)!;
		user.roles = ['user', 'admin'];
		const needs = (privileged: string): Pick<Case, 'app'> => ({
			app: { Accounts_privileged_login: privileged, Accounts_second_factor_acr: 'urn:two' },
		});
		await expectOutcome({ person, ...needs('refuse'), expected: 'account_privileged' });
		await expectOutcome({ person, ...needs('second_factor'), expected: 'second_factor_missing' });
		for (const claims of [{ amr: ['pwd', 'otp'] }, { amr: ['mfa'] }, { acr: 'urn:two' }]) {
			await expectOutcome({ person: { ...person, ...claims }, ...needs('second_factor'), expected: { username } });
		}
		await expectOutcome({ person, ...needs('trust'), expected: { username } });
	});
});

describe('somebody who is asked', () => {
	const rest = async (path: string, body: object, headers: Record<string, string> = {}) => {
		const answer = await new Browser().request(`${scene.workspace.url}/api/v1/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
		return JSON.parse(answer.body) as { data?: { userId: string; authToken: string } };
	};
	const input = (body: string, name: string): string =>
		new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
	const same = { 'sec-fetch-site': 'same-origin' };

	async function asked(person: Person) {
		await scene.configure(defaults);
		scene.provider.set({ claims: { name: 'Somebody', ...person } });
		const browser = new Browser();
		const page = await scene.signIn(browser);
		expect(page.code).toBe('confirm');
		const send = (fields: Record<string, string>) =>
			scene.walkFrom(browser, 'confirm', { attempt: input(page.body, 'attempt'), ...fields }, same);
		return { page, send };
	}

	async function prove(username: string, nonce: string): Promise<void> {
		const { data } = await rest('login', { user: username, password: 'pass-word' });
		await rest(
			'commands.run',
			{ command: 'oauth-login', params: `confirm ${nonce}`, roomId: 'GENERAL' },
			{ 'x-user-id': data!.userId, 'x-auth-token': data!.authToken },
		);
	}

	test.each([
		['of the same name', (name: string) => name],
		['of any other name', (name: string) => `other.${name}`],
	])('and has the account %s gets into it, now and later', async (_name, nameOf) => {
		const person = somebody();
		const username = nameOf(person.preferred_username);
		await createAccount(accountOf(person));
		if (username !== person.preferred_username) await createAccount({ username });
		const { page, send } = await asked(person);
		await prove(username, input(page.body, 'nonce'));
		await scene.expectSignedIn(send({ nonce: input(page.body, 'nonce'), by: 'password' }), { username });
		await scene.expectSignedIn(scene.signIn(), { username });
	});

	test('and says that it is not theirs gets one of another name', async () => {
		const person = somebody();
		await createAccount({ username: person.preferred_username });
		const { send } = await asked(person);
		const username = `${person.preferred_username}.2`;
		await scene.expectSignedIn(send({ choice: 'another_name' }), { username });
		await scene.expectSignedIn(scene.signIn(), { username });
	});
});
