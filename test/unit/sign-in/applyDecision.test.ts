import { LoginError } from '../../../src/errors';
import { evaluate } from '../../../src/sign-in/evaluate';
import { LoginRefused, TooManyLogins } from '../../../src/workspace/session/refusal';
import type { Session, SessionBridge } from '../../../src/workspace/session/session';
import { alice, applicant, applicantWithoutProfile } from '../support/applicant';
import { codeOf } from '../support/loginError';
import { withoutLinking } from '../support/policy';
import { signingIn } from '../support/signingIn';

/** Core's bridge, but for what is put in its place. */
const bridgeWith = (bridge: Partial<SessionBridge>): SessionBridge => ({
	signIn: (account, casUser) => core.signIn(account, casUser),
	create: (newcomer) => core.create(newcomer),
	setAvatar: async () => undefined,
	endOthers: (session) => core.endOthers(session),
	end: (session) => core.end(session),
	...bridge,
});

let { core, store, ports, serverSettings, signIn, stateOf } = signingIn();
beforeEach(() => {
	({ core, store, ports, serverSettings, signIn, stateOf } = signingIn());
});

test('the first sign-in creates an account, and the second finds it', async () => {
	const first = await signIn();
	expect(core.users).toMatchObject([
		{ id: first.userId, username: 'alice', name: 'Alice', email: 'alice@good.com', active: true },
	]);
	expect(core.users[0]!.casUser).toMatch(/^oauth-login:[\w-]{43}$/);
	expect(store.count('pending-link')).toBe(0);

	const second = await signIn();
	expect(second.userId).toBe(first.userId);
	expect(second.token).not.toBe(first.token);
	expect([core.users.length, store.count('link:'), store.count('pending')]).toEqual([1, 1, 0]);
});

test('whose other first sign-in was quicker, between the look at links and that at usernames, gets into its account', async () => {
	let other: Session | undefined;
	const registration = serverSettings.get.bind(serverSettings);
	serverSettings.get = async (id) => {
		if (id === 'Accounts_AllowedDomainsList' && !other) {
			serverSettings.get = registration;
			other = await signIn();
		}
		return registration(id);
	};
	const { userId } = await signIn();
	expect([userId, core.users.length]).toEqual([other!.userId, 1]);
});

test('somebody who was here before is asked for nothing more, and tells core nothing more', async () => {
	await signIn();
	const asked: unknown[] = [];
	const bridge = bridgeWith({
		signIn: (account, casUser, clientAddress) => {
			asked.push({ id: account.id, casUser, clientAddress });
			return core.signIn(account, casUser);
		},
	});
	await signIn(applicantWithoutProfile(), bridge);
	expect(asked).toEqual([{ id: core.users[0]!.id, casUser: core.users[0]!.casUser, clientAddress: '203.0.113.7' }]);
});

test.each<[string, string | undefined, unknown, number]>([
	['the picture of somebody new is taken over', 'https://img.example.com/alice.png', true, 1],
	['where core sets no pictures, neither does the app', 'https://img.example.com/alice.png', false, 0],
	["a picture inside the server's own network is left where it is", 'https://10.0.0.1/alice.png', true, 0],
	['nobody needs one', undefined, true, 0],
])('%s', async (_name, avatarUrl, wanted, taken) => {
	serverSettings.change({ Accounts_SetDefaultAvatar: wanted });
	const { userId } = await signIn(applicant({ avatarUrl }));
	await signIn(applicant({ avatarUrl: 'https://img.example.com/another.png' }));
	expect(core.pictures).toEqual(taken ? [[userId, avatarUrl]] : []);
});

test.each([
	['another subject', { subject: '00u2', username: 'bob', email: 'bob@good.com' }],
	['another issuer', { issuer: 'https://evil.example.com', username: 'bob', email: 'bob@good.com' }],
	['another instance of the provider', { provider: 'other', username: 'bob', email: 'bob@good.com' }],
])('%s is somebody else', async (_name, identity) => {
	const first = await signIn();
	expect((await signIn(applicant(identity))).userId).not.toBe(first.userId);
	expect(core.users.map(({ username }) => username)).toEqual(['alice', 'bob']);
});

test.each([
	['username', { email: 'other@good.com' }, 'username_taken'],
	['username in another letter case', { username: 'ALICE', email: 'other@good.com' }, 'username_taken'],
	['address', { username: 'other' }, 'account_refused'],
])('nobody gets into an account because of its %s', async (_name, identity, code) => {
	core.has('alice', { email: 'alice@good.com' });
	expect(await codeOf(signIn(applicant(identity)))).toBe(code);
	expect([core.users.length, core.sessions.length, store.count()]).toEqual([1, 0, 0]);
});

test.each<[string, Record<string, unknown>, string]>([
	['registration_closed', { Accounts_Registration_AuthenticationServices_Enabled: false }, 'alice'],
	['email_domain_not_allowed', { Accounts_AllowedDomainsList: 'other.com' }, 'alice'],
	['username_missing', { UTF8_User_Names_Validation: '[0-9]+' }, 'alice'],
])('a refusal has changed nothing: %s', async (code, settings) => {
	serverSettings.change(settings);
	const bridge = bridgeWith({
		signIn: () => Promise.reject(new Error('asked core')),
		create: () => Promise.reject(new Error('asked core')),
	});
	expect(await codeOf(signIn(applicant(), bridge))).toBe(code);
	expect(store.count()).toBe(0);
});

test("an account that is not the expected one is left: that session is ended, and the link's account stays", async () => {
	const { userId } = await signIn();
	const stranger = core.has('stranger');
	const stolen: Session = { userId: stranger.id, token: 'stolen' };
	core.sessions.push(stolen);
	const bridge = bridgeWith({ signIn: async () => ({ session: stolen }) });
	expect(await codeOf(signIn(applicant(), bridge))).toBe('session_mismatch');
	expect(core.ended).toEqual([stolen]);
	expect((await stateOf()).link).toMatchObject({ userId });
});

test.each([
	['somebody else', 'somebody', {}],
	['a bot of that name', 'alice', { kind: 'machine' as const }],
])('a first sign-in that leads to %s is ended and links nothing', async (_name, username, more) => {
	const bridge = bridgeWith({
		create: async () => {
			const session = { userId: core.has(username, more).id, token: 'stolen' };
			core.sessions.push(session);
			return { session };
		},
	});
	expect(await codeOf(signIn(applicant(), bridge))).toBe('session_mismatch');
	expect(core.ended).toHaveLength(1);
	expect((await stateOf()).link).toBeUndefined();
});

test('a session that can not be ended is not given out either', async () => {
	await signIn();
	const bridge = bridgeWith({
		signIn: async () => ({ session: { userId: core.has('stranger').id, token: 'stolen' } }),
		end: () => Promise.reject(new LoginError('workspace_unreachable')),
	});
	expect(await codeOf(signIn(applicant(), bridge))).toBe('session_mismatch');
});

test("after core's no, nothing is left; the next try may be under another name", async () => {
	const bridge = bridgeWith({ create: () => Promise.reject(new LoginRefused('seats_used_up')) });
	expect(await codeOf(signIn(applicant(), bridge))).toBe('seats_used_up');
	expect(store.count()).toBe(0);
	await signIn(applicant({ username: 'alicia' }));
	expect(core.users[0]!.username).toBe('alicia');
});

test('of two first sign-ins at once, the one that core refuses because of the other asks again, and gets in', async () => {
	let others = 0;
	const bridge = bridgeWith({
		create: async (newcomer) => {
			// The other one comes in between core's two looks.
			if (others++ === 0) {
				await core.create(newcomer);
				throw new LoginRefused('username_taken');
			}
			return core.create(newcomer);
		},
	});
	const { userId } = await signIn(applicant(), bridge);
	expect(core.users.map(({ id }) => id)).toEqual([userId]);
});

test("at core's limit the sign-in fails with the seconds to wait", async () => {
	core.limited = true;
	const error = await signIn().catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(TooManyLogins);
	expect(error).toMatchObject({ code: 'too_many_logins', retryAfter: 7 });
});

test('an evaluation holds the whole profile of a new person, and only the key of one with a link', async () => {
	expect((await evaluate(applicant(), { rules: withoutLinking, syncRules: {} }, ports)).identity).toEqual(alice);
	await signIn();
	const { provider, issuer, subject } = alice;
	const { identity } = await evaluate(applicantWithoutProfile(), { rules: withoutLinking, syncRules: {} }, ports);
	expect(identity).toEqual({ provider, issuer, subject, emailVerified: false });
});

test('at the limit, the reserved name is kept, and used by the next try', async () => {
	core.limited = true;
	expect(await codeOf(signIn())).toBe('too_many_logins');
	expect((await stateOf()).pending).toMatchObject({ username: 'alice' });
	core.limited = false;
	await signIn(applicant({ username: 'alicia' }));
	expect(core.users.map(({ username }) => username)).toEqual(['alice']);
});

test('an account that core made, but of which no answer came, is found by the next try', async () => {
	const bridge = bridgeWith({
		create: async (newcomer) => {
			await core.create(newcomer);
			throw new LoginError('workspace_unreachable');
		},
	});
	expect(await codeOf(signIn(applicant(), bridge))).toBe('workspace_unreachable');
	await signIn();
	expect(core.users.map(({ username }) => username)).toEqual(['alice']);
	expect((await stateOf()).link).toMatchObject({ userId: core.users[0]!.id });
});
