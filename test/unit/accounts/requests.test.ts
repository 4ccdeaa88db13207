import type { AccountRequest, Wish } from '../../../src/accounts/requests';
import { fullProviders, requestLifetime, requestLimit, Requests } from '../../../src/accounts/requests';
import type { Identity } from '../../../src/identity/identity';
import { alice } from '../support/applicant';
import { MemoryStore } from '../support/store';

function setUp() {
	const clock = { time: 1_700_000_000_000 };
	const store = new MemoryStore();
	const requests = new Requests({ store, now: () => clock.time });
	const ask = async (identity: string, described: Partial<Identity> = {}, wanted?: string, wish: Wish = 'create') =>
		(await requests.ask(identity, 'okta', { ...alice, ...described }, wish, wanted)).request;
	return { clock, store, requests, ask };
}

const who = (requests: AccountRequest[]): string[] => requests.map(({ identity }) => identity);

describe('somebody who asks', () => {
	test('is described, and no more than an admin needs; the full address goes with the request', async () => {
		const { ask, store, requests } = setUp();
		await expect(
			ask('i', { username: 'Alice', avatarUrl: 'https://a.example/x.png', groups: ['g'] }, 'alice'),
		).resolves.toEqual({
			reference: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/) as unknown,
			...{ identity: 'i', providerId: 'okta', wish: 'create', username: 'alice', name: 'Alice' },
			...{ email: 'a…@g….com', fullEmail: 'alice@good.com', emailVerified: true, askedAt: 1_700_000_000_000 },
			seen: expect.stringMatching(/^[\w-]{43}$/) as unknown,
			key: { provider: 'instance', issuer: 'https://id.example.com', subject: '00u1' },
		});
		await requests.settle('i');
		expect(store.dump()).not.toContain('alice@good.com');
	});

	test.each<[string, Partial<Identity>, object]>([
		['with an address for a username', { username: 'bob@corp.example' }, { username: 'b…@c….example' }],
		[
			'with nothing',
			{ username: undefined, name: undefined, email: undefined, emailVerified: false },
			{ emailVerified: false },
		],
		['with marks that turn the text around', { name: 'A\u202Eb\u0007c' }, { name: 'A b c' }],
		['with a long name', { name: 'x'.repeat(500) }, { name: `${'x'.repeat(63)}…` }],
	])('%s', async (_name, described, expected) => {
		const { ask } = setUp();
		await expect(ask('i', described)).resolves.toMatchObject(expected);
	});

	test('again waits as before, under the same reference', async () => {
		const { ask, requests, clock } = setUp();
		const first = await ask('i');
		clock.time += 60_000;
		await expect(ask('i')).resolves.toEqual(first);
		expect(who(await requests.waiting())).toEqual(['i']);
	});

	test.each<[string, Partial<Identity>, string?]>([
		['name', { name: 'IT Support (official)' }],
		['username', {}, 'it.support'],
		['address', { email: 'helpdesk@corp.example' }],
		['word about the address', { emailVerified: false }],
	])('under another %s is another request, under another reference', async (_what, changed, wanted = 'alice') => {
		const { ask, requests } = setUp();
		const first = await ask('i', {}, 'alice');
		const second = await ask('i', changed, wanted);
		expect(second.reference).not.toBe(first.reference);
		await expect(requests.find(first.reference)).resolves.toBeUndefined();
		await expect(requests.waiting()).resolves.toEqual([second]);
	});

	test('for something else waits for that', async () => {
		const { ask, requests } = setUp();
		await ask('i', {}, undefined, 'connect');
		const { reference } = await ask('i', {}, 'alice', 'create');
		await expect(requests.waiting()).resolves.toMatchObject([{ reference, wish: 'create' }]);
	});

	test('twice at once waits once, by either reference', async () => {
		const { ask, requests } = setUp();
		const both = await Promise.all([ask('i'), ask('i')]);
		expect(who(await requests.waiting())).toEqual(['i']);
		for (const { reference } of both) {
			await expect(requests.find(` ${reference.toLowerCase()}`)).resolves.toMatchObject({ identity: 'i' });
		}
		await requests.answer(both[1], 'approved');
		await expect(requests.waiting()).resolves.toEqual([]);
	});

	test('when too many wait already is turned away, and who waits already is not', async () => {
		const { ask, requests } = setUp();
		for (let n = 0; n < requestLimit; n++) await ask(`i${n}`);
		await expect(ask('one more')).rejects.toMatchObject({ code: 'requests_full' });
		await expect(ask('i7')).resolves.toMatchObject({ identity: 'i7' });
		expect(fullProviders(await requests.waiting())).toEqual(['okta']);
		// One provider's people take no room from those of another.
		await expect(requests.ask('of another', 'forum', alice, 'create')).resolves.toMatchObject({ isNew: true });
		await requests.answer((await requests.waiting())[0]!, 'refused');
		await expect(ask('one more')).resolves.toMatchObject({ identity: 'one more' });
	});
});

test('everybody of a provider who waits is refused, and nobody else', async () => {
	const { ask, requests } = setUp();
	for (let n = 0; n < 3; n++) await ask(`i${n}`);
	await requests.ask('of another', 'forum', alice, 'create');
	expect(await requests.refuseAllOf('okta')).toBe(3);
	expect(who(await requests.waiting())).toEqual(['of another']);
	expect(await requests.answerTo('i2')).toBe('refused');
	expect(await requests.refuseAllOf('nobody')).toBe(0);
});

test('an approval is for what was seen, and for nothing else; a refusal is for the person', async () => {
	const { ask, requests } = setUp();
	const seen = { username: 'trainee42', name: 'Tina', email: 'tina@evil.example', emailVerified: true };
	await requests.answer(await ask('i', seen, 'trainee42'), 'approved');
	expect(await requests.approves('i', seen)).toBe(true);
	for (const other of [
		{ ...seen, username: 'it.support' },
		{ ...seen, name: 'IT Support (official)' },
		{ ...seen, name: undefined },
		{ ...seen, email: 'helpdesk@corp.example' },
		{ ...seen, emailVerified: false },
	]) {
		expect(await requests.approves('i', other)).toBe(false);
	}
	expect(await requests.approves('j', seen)).toBe(false);
	const again = await ask('i', { ...seen, name: 'IT Support (official)' }, 'trainee42');
	await expect(requests.waiting()).resolves.toEqual([again]);
	await requests.answer(again, 'refused');
	expect(await requests.approves('i', seen)).toBe(false);
	await expect(ask('i', { ...seen, name: 'Somebody else' })).rejects.toMatchObject({ code: 'approval_refused' });
});

describe('an answer', () => {
	test.each<[string, (scene: ReturnType<typeof setUp>, request: AccountRequest) => Promise<unknown>, object]>([
		['that nobody gave', async () => undefined, { answer: undefined, waiting: ['i'], asks: 'waits' }],
		[
			'yes',
			({ requests }, one) => requests.answer(one, 'approved'),
			{ answer: 'approved', waiting: [], asks: 'waits' },
		],
		[
			'no',
			({ requests }, one) => requests.answer(one, 'refused'),
			{ answer: 'refused', waiting: [], asks: 'approval_refused' },
		],
		[
			'no, and then yes',
			async ({ requests }, { reference }) => {
				await requests.answer((await requests.find(reference))!, 'refused');
				await requests.answer((await requests.find(reference))!, 'approved');
			},
			{ answer: 'approved', waiting: [], asks: 'waits' },
		],
		[
			'yes, and then no',
			async ({ requests }, one) => {
				await requests.answer(one, 'approved');
				await requests.answer(one, 'refused');
			},
			{ answer: 'refused', waiting: [], asks: 'approval_refused' },
		],
		[
			'yes, which was used',
			async ({ requests }, one) => {
				await requests.answer(one, 'approved');
				await requests.settle('i');
			},
			{ answer: undefined, waiting: [], asks: 'waits' },
		],
		[
			'yes, which is too old',
			async ({ requests, clock }, one) => {
				await requests.answer(one, 'approved');
				clock.time += requestLifetime;
			},
			{ answer: undefined, waiting: [], asks: 'waits' },
		],
		[
			'no, which is too old',
			async ({ requests, clock }, one) => {
				await requests.answer(one, 'refused');
				clock.time += requestLifetime;
				await requests.purge();
			},
			{ answer: undefined, waiting: [], asks: 'waits' },
		],
		[
			'to another',
			async ({ requests, ask }) => requests.answer(await ask('j'), 'refused'),
			{ answer: undefined, waiting: ['i'], asks: 'waits' },
		],
	])('%s', async (_name, happens, expected) => {
		const scene = setUp();
		await happens(scene, await scene.ask('i'));
		const answer = await scene.requests.answerTo('i');
		const waiting = who(await scene.requests.waiting());
		const asks = await scene.ask('i').then(
			() => 'waits',
			({ code }: { code: string }) => code,
		);
		expect({ answer, waiting, asks }).toEqual(expected);
	});
});

test('what is void is forgotten, and nothing else', async () => {
	const { ask, requests, store, clock } = setUp();
	await ask('old');
	await requests.answer(await ask('answered'), 'approved');
	clock.time += requestLifetime - 1;
	await ask('new');
	await requests.purge();
	expect(store.count()).toBe(4);
	clock.time += 1;
	await requests.purge();
	expect(who(await requests.waiting())).toEqual(['new']);
	expect(store.count()).toBe(1);
	await expect(requests.find('')).resolves.toBeUndefined();
});
