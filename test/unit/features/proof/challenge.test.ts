import { confirm } from '../../../../src/features/proof/confirmCommand';
import { FreshLogins } from '../../../../src/features/proof/freshLogins';
import { poseChallenge, proofLifetime, redeemChallenge } from '../../../../src/features/proof/challenge';
import type { ProofUse } from '../../../../src/features/proof/challenge';
import { Proofs } from '../../../../src/features/proof/proofs';
import { textsFor } from '../../../../src/texts/texts';
import { CookieJar } from '../../support/browser';
import { CoreAccounts } from '../../support/core';
import { codeOf } from '../../support/loginError';
import { portsWith } from '../../support/ports';
import { MemoryStore } from '../../support/store';

/** A workspace, one person's browser on a page that asks, and other people. */
async function asked(use: ProofUse = 'connections') {
	const clock = { time: 1_700_000_000_000 };
	const core = new CoreAccounts();
	const store = new MemoryStore();
	const ports = portsWith({ directory: core, store, now: () => clock.time });
	const jar = new CookieJar();
	const { nonce, setCookies } = await poseChallenge(use, jar.header, ports);
	jar.keep(setCookies);
	/** What the command does for anyone who is signed in. */
	const say = async (username: string, args: readonly string[] = [nonce], typed = false) => {
		const caller = (await core.byUsername(username))!;
		return confirm.run({ args, caller, typed, texts: textsFor(undefined, undefined), ports });
	};
	const redeem = (given: unknown = nonce, cookies = jar.header, forUse: ProofUse = use) =>
		redeemChallenge(forUse, { nonce: given, by: 'session' }, cookies, ports);
	const logins = new FreshLogins(ports);
	return { logins, clock, core, store, ports, jar, nonce, say, redeem };
}

type Asked = Awaited<ReturnType<typeof asked>>;

test('whoever answers is known, once, and nothing of it is left', async () => {
	const world = await asked();
	const { id } = world.core.has('alice');
	expect(await world.say('alice')).toBeUndefined();
	// The same person, asked twice by an impatient script, is one person.
	await world.say('alice');
	expect(world.store.dump()).not.toContain(world.nonce);
	const { account, setCookies } = await world.redeem();
	expect(account).toMatchObject({ id, username: 'alice' });
	world.jar.keep(setCookies);
	expect(world.jar.names).toEqual([]);
	expect(world.store.count('proof:')).toBe(0);
});

type Case = [string, (world: Asked) => Promise<unknown>, string];

test.each<Case>([
	['nobody answered', ({ redeem }) => redeem(), 'proof_missing'],
	[
		'somebody else answered too',
		async ({ say, redeem }) => (await say('alice'), await say('bob'), redeem()),
		'proof_ambiguous',
	],
	['it was typed', async ({ say, redeem, nonce }) => (await say('alice', [nonce], true), redeem()), 'proof_missing'],
	['something else was said', async ({ say, redeem }) => (await say('alice', ['x']), redeem()), 'proof_missing'],
	['nothing was said', async ({ say, redeem }) => (await say('alice', []), redeem()), 'proof_missing'],
	['a bot answered', async ({ say, redeem }) => (await say('robot'), redeem()), 'proof_missing'],
	['somebody who is switched off answered', async ({ say, redeem }) => (await say('gone'), redeem()), 'proof_missing'],
	[
		'the answer is old',
		async ({ say, redeem, clock, jar, ports }) => {
			await say('alice');
			clock.time += proofLifetime * 1000 - 1000;
			const { nonce, setCookies } = await poseChallenge('connections', '', ports);
			jar.keep(setCookies);
			clock.time += 2000;
			expect(await codeOf(redeem())).toBe('proof_expired');
			return redeem(nonce);
		},
		'proof_missing',
	],
	[
		'the browser has no cookie of it',
		async ({ say, redeem, nonce }) => (await say('alice'), redeem(nonce, '')),
		'proof_expired',
	],
	[
		'the cookie is of another page',
		async ({ say, redeem, ports, jar }) => {
			const other = await poseChallenge('connections', jar.header, ports);
			await say('alice', [other.nonce]);
			return redeem(other.nonce);
		},
		'proof_expired',
	],
	[
		'the cookie has the name of this page and the content of another',
		async ({ say, redeem, nonce, jar, ports }) => {
			const other = await poseChallenge('connections', '', ports);
			await say('alice');
			const [[own], [, sealed]] = [jar.header.split('='), other.setCookies[0]!.split(/[=;]/)];
			return redeem(nonce, `${own}=${sealed}`);
		},
		'proof_expired',
	],
	[
		'it was asked for something else',
		async ({ say, redeem, nonce, jar }) => (await say('alice'), redeem(nonce, jar.header, 'confirm')),
		'proof_expired',
	],
	[
		'it was used',
		async ({ say, redeem }) => (await say('alice'), await redeem(), await say('alice'), redeem()),
		'proof_expired',
	],
	[
		'the account is switched off since',
		async ({ say, redeem, core }) => (await say('alice'), (core.users[0]!.active = false), redeem()),
		'account_disabled',
	],
	[
		'the account is a bot since',
		async ({ say, redeem, core }) => (await say('alice'), (core.users[0]!.kind = 'machine'), redeem()),
		'account_not_a_person',
	],
	[
		'the account is gone since',
		async ({ say, redeem, core }) => (await say('alice'), core.delete(core.users[0]!.id), redeem()),
		'account_deleted',
	],
	...[null, '', 'x', {}, ['a'], { $ne: 'x' }].map((value): Case => [
		`${JSON.stringify(value)} is posted`,
		({ redeem }: Asked) => redeem(value),
		'proof_expired',
	]),
])('where %s, nobody is known', async (_name, attempt, code) => {
	const world = await asked();
	world.core.has('alice');
	world.core.has('bob');
	world.core.has('robot', { kind: 'machine' });
	world.core.has('gone', { active: false });
	expect(await codeOf(attempt(world))).toBe(code);
});

test('of two forms at once at most one counts', async () => {
	const world = await asked();
	world.core.has('alice');
	await world.say('alice');
	const codes = await Promise.all([codeOf(world.redeem()), codeOf(world.redeem())]);
	expect(codes.filter((code) => code === 'proof_expired').length).toBeGreaterThanOrEqual(1);
});

test('whoever types the command is told not to', async () => {
	const world = await asked();
	world.core.has('alice');
	expect(await world.say('alice', [world.nonce], true)).toContain('get into your account');
});

test('two pages of one browser do not disturb each other, and many do not fill its cookies', async () => {
	const world = await asked();
	world.core.has('alice');
	const nonces: string[] = [];
	for (let page = 0; page < 6; page += 1) {
		const { nonce, setCookies } = await poseChallenge('connections', world.jar.header, world.ports);
		world.jar.keep(setCookies);
		nonces.push(nonce);
	}
	expect(world.jar.names).toHaveLength(4);
	for (const nonce of nonces.slice(-4)) {
		await world.say('alice', [nonce]);
		await expect(world.redeem(nonce)).resolves.toMatchObject({ account: { username: 'alice' } });
	}
	expect(await codeOf(world.redeem(nonces[0]))).toBe('proof_expired');
});

describe('what is kept', () => {
	test('is forgotten when nobody comes for it', async () => {
		const store = new MemoryStore();
		const proofs = new Proofs(store);
		await proofs.add('old', 'u1', 500, 1_000);
		await proofs.add('new', 'u1', 600, 3_000);
		await proofs.purge(2_000);
		expect(await proofs.take('old', 500)).toEqual([]);
		expect(await proofs.take('new', 2_000)).toEqual([{ userId: 'u1', at: 600 }]);
		expect(store.count()).toBe(0);
	});

	test('is worth nothing once its time is over, whether it was forgotten or not', async () => {
		const proofs = new Proofs(new MemoryStore());
		await proofs.add('old', 'u1', 500, 1_000);
		expect(await proofs.take('old', 1_001)).toEqual([]);
	});

	test('of one person is never much', async () => {
		const store = new MemoryStore();
		for (let index = 0; index < 200; index += 1) await new Proofs(store).add(`c${index}`, 'u1', 500, 1_000);
		expect(store.count()).toBeLessThanOrEqual(20);
		expect(await new Proofs(store).take('c199', 1_000)).toEqual([{ userId: 'u1', at: 500 }]);
	});
});

/** What happens between the page that asks and the form that it posts. */
type Story = (world: Asked, alice: string) => Promise<unknown>;

const seconds =
	(count: number): Story =>
	async ({ clock }) =>
		void (clock.time += count * 1000);
const login: Story = ({ logins }, alice) => logins.note(alice);
const answer: Story = ({ say }) => say('alice');

/** By what the account was proven, or why it was not. */
const outcomeOf = (redeemed: ReturnType<typeof redeemChallenge>): Promise<string> =>
	redeemed.then(
		({ by }) => by,
		({ code }: { code: string }) => code,
	);

describe('a password', () => {
	test.each<[string, Story[], 'password' | 'proof_unconfirmed']>([
		['that core let in for this page', [seconds(60), login, seconds(1), answer], 'password'],
		['after one that it did not', [answer, seconds(20), login, answer], 'password'],
		['of which core told nothing: the session was stolen', [seconds(1), answer], 'proof_unconfirmed'],
		['that was another person’s', [({ logins }) => logins.note('somebody-else'), answer], 'proof_unconfirmed'],
		['whose session the page did not use', [login, seconds(16), answer], 'proof_unconfirmed'],
		['that came after the answer', [answer, seconds(3), login], 'proof_unconfirmed'],
	])('%s', async (_name, story, expected) => {
		const world = await asked();
		const { id } = world.core.has('alice');
		for (const step of story) await step(world, id);
		const redeemed = redeemChallenge(
			'connections',
			{ nonce: world.nonce, by: 'password' },
			world.jar.header,
			world.ports,
		);
		expect(await outcomeOf(redeemed)).toBe(expected);
	});

	test('counts for nothing that was asked for later, and for one page only', async () => {
		const world = await asked();
		const { id } = world.core.has('alice');
		await world.logins.note(id);
		world.clock.time += 5_000;
		const later = await poseChallenge('connections', '', world.ports);
		const other = new CookieJar();
		other.keep(later.setCookies);
		await world.say('alice', [later.nonce]);
		const ofLater = redeemChallenge('connections', { nonce: later.nonce, by: 'password' }, other.header, world.ports);
		expect(await codeOf(ofLater)).toBe('proof_unconfirmed');

		const twin = await poseChallenge('connections', world.jar.header, world.ports);
		world.jar.keep(twin.setCookies);
		await world.logins.note(id);
		for (const nonce of [world.nonce, twin.nonce]) await world.say('alice', [nonce]);
		const codes = [];
		for (const nonce of [world.nonce, twin.nonce]) {
			const redeemed = redeemChallenge('connections', { nonce, by: 'password' }, world.jar.header, world.ports);
			codes.push(await outcomeOf(redeemed));
		}
		expect(codes).toEqual(['password', 'proof_unconfirmed']);
	});

	test('is what it takes to link an identity to an account that exists', async () => {
		const world = await asked('confirm');
		world.core.has('alice');
		await world.say('alice');
		expect(await codeOf(world.redeem())).toBe('proof_unconfirmed');
	});

	test('of long ago is forgotten', async () => {
		const { logins, clock, store } = await asked();
		const hour = 3600_000;
		await logins.note('a');
		clock.time += hour;
		await logins.note('b');
		await logins.purge();
		expect(store.count('fresh-login:')).toBe(2);
		clock.time += hour;
		await logins.purge();
		expect(store.dump()).not.toContain('"fresh-login:a"');
		expect(store.count('fresh-login:')).toBe(1);
		// A day without a purge leaves nothing.
		clock.time += 24 * hour;
		await logins.purge();
		expect(store.count('fresh-login:')).toBe(0);
	});

	test('of many people are forgotten by as many calls as those of a few', async () => {
		const { logins, clock, store, ports } = await asked();
		for (let index = 0; index < 300; index++) await logins.note(`person-${index}`);
		clock.time += 24 * 3600_000;
		let steps = 0;
		const counted = store.by(async () => void (steps += 1));
		await new FreshLogins({ ...ports, store: counted }).purge();
		expect(store.count('fresh-login:')).toBe(0);
		// Each call takes two steps.
		expect(steps).toBe(2 * 70);
	});
});
