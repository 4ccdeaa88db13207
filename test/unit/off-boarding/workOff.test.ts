import { identityKey, Links } from '../../../src/accounts/links';
import { Audit } from '../../../src/attempts/audit';
import { ProcessMemory } from '../../../src/host/memory';
import type { ReportedEvent } from '../../../src/oauth/securityEvent';
import { Endings } from '../../../src/off-boarding/endings';
import { limitSessionAge, queueReport } from '../../../src/off-boarding/queue';
import { workOffEndings } from '../../../src/off-boarding/workOff';
import type { Ports } from '../../../src/ports/ports';
import type { HttpResponse } from '../../../src/ports/transport';
import { okta } from '../../../src/providers/sections/okta';
import { readProvider } from '../../../src/settings/provider';
import { RecordingJobs } from '../support/jobs';
import { Mailbox } from '../support/mailbox';
import { crashAt } from '../support/store';
import { issuer, readyWorkspace } from '../support/workspace';

const instance = 'okta-1';
const hour = 3600_000;

/** What core answers to a call that ends sessions, where it does not end them. */
type Refusal = (path: string) => HttpResponse | Error | undefined;

/** A workspace in which people have signed in with Okta, whose core ends sessions, or refuses to. */
function workplace() {
	const world = readyWorkspace();
	const { core } = world;
	const jobs = new RecordingJobs();
	const messenger = new Mailbox();
	const state: { refuse: Refusal } = { refuse: () => undefined };
	const send: Ports['transport']['send'] = async (request) => {
		const { pathname } = new URL(request.url);
		const refusal = state.refuse(pathname);
		if (refusal instanceof Error) throw refusal;
		if (refusal) return refusal;
		if (!/\/(users\.logoutOtherClients|logout)$/.test(pathname)) return world.transport.send(request);
		const session = core.sessions.find(({ token }) => token === request.headers?.['X-Auth-Token']);
		if (!session) return { status: 401, headers: {}, body: '{}' };
		await (pathname.endsWith('logout') ? core.end(session) : core.endOthers(session));
		return { status: 200, headers: {}, body: '{}' };
	};
	const ports: Ports = { ...world.ports, transport: { send }, jobs, messenger };

	/** Somebody with a link and so many sessions. */
	async function person(name: string, sessions = 2): Promise<string> {
		const { id: userId } = core.has(name, { casUser: `cas-${name}` });
		const key = { provider: instance, issuer, subject: name };
		const identity = await identityKey(key);
		await new Links(world.store).link({
			...{ ...key, identity, userId, casUser: `cas-${name}`, generation: 0, linkedAt: 1 },
		});
		for (let count = 0; count < sessions; count++) core.sessions.push({ userId, token: `${name}-${count}` });
		return userId;
	}
	const queue = async (report: Partial<ReportedEvent>, on: Ports = ports): Promise<void> => {
		const until = world.clock.time + 60_000;
		const context = { provider: await readProvider(okta, on.appSettings), instance };
		await queueReport({ event: 'sign-out', issuer, subject: 'robin', id: 'r1', until, ...report }, context, on);
	};
	const configure = (actions: string): void => world.appSettings.change({ Accounts_OAuth_Okta_event_actions: actions });
	const left = async (): Promise<number> => (await new Endings(world.store).all()).length;
	const audited = async (): Promise<unknown[]> =>
		(await new Audit(ports).all()).map(({ event, userId, what }) => [event, userId, what]);
	/** The same store in another process. */
	const elsewhere = (): Ports => ({ ...ports, memory: new ProcessMemory() });
	return { ...world, ...{ ports, jobs, messenger, state, person, queue, configure, left, audited, elsewhere } };
}

const limited: HttpResponse = { status: 429, headers: {}, body: '{"error":"You must wait 42 seconds"}' };

test('forty reports in a row end every session of forty people, and leave none of the app’s own', async () => {
	const world = workplace();
	for (let number = 0; number < 40; number++) {
		await world.person(`person${number}`);
		await world.queue({ subject: `person${number}`, id: `r${number}` });
	}
	expect(world.core.sessions).toHaveLength(80);
	expect(new Set(world.jobs.scheduled.map(({ at }) => at)).size).toBe(1);
	await workOffEndings(world.ports);
	expect({ sessions: world.core.sessions, left: await world.left() }).toEqual({ sessions: [], left: 0 });
});

test('a report that comes twelve times at once, to two processes, is followed once', async () => {
	const world = workplace();
	await world.person('robin');
	const both = [world.ports, world.elsewhere()];
	await Promise.all(Array.from({ length: 12 }, (_, index) => world.queue({}, both[index % 2])));
	await Promise.all(both.map(workOffEndings));
	await workOffEndings(world.ports);
	expect({ sessions: world.core.sessions, left: await world.left() }).toEqual({ sessions: [], left: 0 });
	// Come again later, it ends nothing that was begun since.
	world.core.sessions.push({ userId: 'u1', token: 'later' });
	await world.queue({});
	await workOffEndings(world.ports);
	expect(world.core.sessions).toHaveLength(1);
});

test.each<[string, Refusal]>([
	['the limit of logins', (path) => (path.endsWith('/login') || path.includes('callAnon') ? limited : undefined)],
	['the limit, before others are ended', (path) => (path.endsWith('logoutOtherClients') ? limited : undefined)],
	['the limit, after others were ended', (path) => (path.endsWith('/logout') ? limited : undefined)],
	['an outage', () => new Error('no answer')],
])('%s keeps nothing in the end: the report stays, and the next try ends all', async (_, refuse) => {
	const world = workplace();
	await world.person('robin');
	await world.person('ada');
	// What is found out about the server is found out before.
	await world.queue({ subject: 'ada', id: 'r0' });
	await workOffEndings(world.ports);
	await world.queue({});
	world.state.refuse = refuse;
	await workOffEndings(world.ports);
	expect(await world.left()).toBe(1);
	const next = world.jobs.scheduled.at(-1)!.at;
	expect(next).toBeGreaterThan(world.clock.time);

	world.state.refuse = () => undefined;
	world.clock.time = next;
	await workOffEndings(world.ports);
	expect({ sessions: world.core.sessions, left: await world.left() }).toEqual({ sessions: [], left: 0 });
});

test('whoever crashes while a report is queued or followed has lost nothing', async () => {
	for (let step = 1; step < 200; step++) {
		const world = workplace();
		await world.person('robin');
		const crash = crashAt(step);
		const dying = { ...world.elsewhere(), store: world.store.by(crash) };
		const answered = await world.queue({}, dying).then(
			() => true,
			() => false,
		);
		await workOffEndings(dying);
		// The turn that a dead instance has taken counts for ten seconds.
		world.clock.time += 11_000;
		// The provider repeats what was not answered.
		if (!answered) await world.queue({}, world.elsewhere());
		await workOffEndings(world.elsewhere());
		expect({ step, sessions: world.core.sessions, left: await world.left() }).toEqual({ step, sessions: [], left: 0 });
		if (!crash.crashed) return;
	}
	throw new Error('It never got through');
});

test('a scheduler that does not answer loses nothing: the regular job does it', async () => {
	const world = workplace();
	await world.person('robin');
	world.jobs.broken = true;
	await world.queue({});
	await workOffEndings(world.ports);
	expect(world.core.sessions).toEqual([]);
});

test('one that fails keeps no other waiting, is tried less and less often, and is given up after three days', async () => {
	const world = workplace();
	const robin = await world.person('robin', 0);
	await world.person('ada');
	await world.queue({ subject: 'ada', id: 'r0' });
	await workOffEndings(world.ports);
	await world.queue({});
	world.state.refuse = (path) => (path.endsWith('logoutOtherClients') ? { ...limited, status: 500 } : undefined);
	const waits: number[] = [];
	while ((await world.left()) > 0 && waits.length < 200) {
		await workOffEndings(world.ports);
		// What is more than ten minutes away is left to the regular job.
		const next = world.jobs.scheduled.at(-1)!.at;
		const wait = next > world.clock.time ? next - world.clock.time : hour;
		waits.push(wait);
		world.clock.time += wait;
	}
	expect(waits.slice(0, 4)).toEqual([10_000, 10_000, 20_000, 40_000]);
	expect(waits.length).toBeLessThan(100);
	expect(await world.audited()).toContainEqual(['report_not_followed', robin, 'sign-out: sessions, rest_failed']);
	expect(world.core.sessions).toEqual([]);
});

describe('what is done is the admin’s choice', () => {
	test.each([
		['', 'sign-out', 'sessions'],
		['', 'account-delete', 'sessions'],
		['account-delete=nothing', 'account-delete', 'nothing'],
		['', 'email-disabled', 'nothing'],
		['email-disabled=sessions', 'email-disabled', 'sessions'],
		['consent-revoked=link', 'consent-revoked', 'link'],
		['account-delete=deactivate', 'account-delete', 'deactivated'],
		['account-delete=deactivate', 'sign-out', 'sessions'],
	] as const)('with "%s", %s: %s', async (actions, event, done) => {
		const world = workplace();
		const userId = await world.person('robin');
		world.configure(actions);
		await world.queue({ event });
		await workOffEndings(world.ports);
		const { link } = await new Links(world.store).find(
			await identityKey({ provider: instance, issuer, subject: 'robin' }),
		);
		const account = await world.core.byId(userId);
		expect({ sessions: world.core.sessions.length, isLinked: link !== undefined, active: account!.active }).toEqual({
			sessions: done === 'nothing' ? 2 : 0,
			isLinked: done !== 'link',
			active: done !== 'deactivated',
		});
		expect(world.messenger.messages).toHaveLength(done === 'link' ? 1 : 0);
		expect(await world.audited()).toEqual([
			...(done === 'link' ? [['link_removed', userId, issuer]] : []),
			['provider_reported', userId, `${event}: ${done}`],
		]);
	});

	test('whom core does not let be switched off loses the sessions, and the audit says the rest', async () => {
		const world = workplace();
		const userId = await world.person('robin');
		world.core.notToBeDeactivated.add(userId);
		world.configure('sign-out=deactivate');
		await world.queue({});
		await workOffEndings(world.ports);
		expect(world.core.sessions).toEqual([]);
		expect(await world.audited()).toEqual([['report_not_followed', userId, 'sign-out: deactivate, not_deactivated']]);
	});

	test('a link that is another’s by now stays', async () => {
		const world = workplace();
		await world.person('robin');
		world.configure('sign-out=link');
		await world.queue({});
		const links = new Links(world.store);
		const identity = await identityKey({ provider: instance, issuer, subject: 'robin' });
		const { link } = await links.find(identity);
		await links.unlink(link!);
		await links.link({ ...link!, userId: 'another', generation: 1 });
		await workOffEndings(world.ports);
		expect((await links.find(identity)).link?.userId).toBe('another');
	});
});

test('an account of which core finds another one is left alone after one try', async () => {
	const world = workplace();
	await world.person('robin');
	await world.queue({});
	world.core.users.find(({ username }) => username === 'robin')!.casUser = undefined;
	world.core.has('other', { casUser: 'cas-robin' });
	world.core.has('another', { casUser: 'robin' });
	await workOffEndings(world.ports);
	expect(await world.left()).toBe(0);
	expect(await world.audited()).toEqual([
		['cas_id_elsewhere', expect.any(String), undefined],
		['report_not_followed', expect.any(String), 'sign-out: sessions, session_mismatch'],
	]);
});

describe('the age of sessions', () => {
	const provider = { id: 'okta', sessionHours: 8 };

	test('ends them when the first one is old enough, and not before', async () => {
		const world = workplace();
		const userId = await world.person('robin');
		await limitSessionAge(userId, provider, world.ports);
		world.clock.time += 6 * hour;
		await limitSessionAge(userId, provider, world.ports);
		world.clock.time += 2 * hour - 1;
		await workOffEndings(world.ports);
		expect(world.core.sessions).toHaveLength(2);
		world.clock.time += 1;
		await workOffEndings(world.ports);
		expect({ sessions: world.core.sessions, left: await world.left() }).toEqual({ sessions: [], left: 0 });
	});

	test('is the shortest of those of the account’s providers', async () => {
		const world = workplace();
		const userId = await world.person('robin');
		await limitSessionAge(userId, provider, world.ports);
		await limitSessionAge(userId, { id: 'apple', sessionHours: 1 }, world.ports);
		world.clock.time += hour;
		await workOffEndings(world.ports);
		expect({ sessions: world.core.sessions, left: await world.left() }).toEqual({ sessions: [], left: 0 });
	});

	test('leaves nothing behind where it is not set', async () => {
		const world = workplace();
		await limitSessionAge(await world.person('robin'), { ...provider, sessionHours: 0 }, world.ports);
		expect(await world.left()).toBe(0);
	});
});
