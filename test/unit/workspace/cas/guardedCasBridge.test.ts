import { Audit } from '../../../../src/attempts/audit';
import { LoginError } from '../../../../src/errors';
import type { Account } from '../../../../src/ports/directory';
import { GuardedCasBridge } from '../../../../src/workspace/cas/guardedCasBridge';
import type { Entry, SessionBridge } from '../../../../src/workspace/session/session';
import { portsWith } from '../../support/ports';

const account: Account = { id: 'second', username: 'anna', kind: 'person', active: true, roles: ['user'], emails: [] };
const mismatch = new LoginError('session_mismatch', 'expected second, got first');

/** A bridge that signs everybody in, or refuses, and counts. */
function bridge(name: string, refusal?: Error) {
	const asked: string[] = [];
	const entry: Entry = { session: { userId: 'second', token: name } };
	const signIn: SessionBridge['signIn'] = async ({ id }) => {
		asked.push(id);
		if (refusal) throw refusal;
		return entry;
	};
	const never = async (): Promise<never> => Promise.reject(new Error('not asked for'));
	return { asked, entry, signIn, create: never, setAvatar: never, endOthers: never, end: never };
}

function guarded(refusal: Error | undefined, rest?: ReturnType<typeof bridge>) {
	let time = 1;
	const ports = portsWith({ now: () => time });
	const cas = bridge('cas', refusal);
	const made = new GuardedCasBridge(cas, rest, ports);
	const events = async (): Promise<unknown[]> =>
		(await new Audit(ports).all()).map(({ event, userId }) => [event, userId]);
	return { cas, events, signIn: () => made.signIn(account, undefined, undefined), pass: (ms: number) => (time += ms) };
}

test('whom core’s CAS login leads to is signed in by it', async () => {
	const rest = bridge('rest');
	const { cas, signIn, events } = guarded(undefined, rest);
	await expect(signIn()).resolves.toBe(cas.entry);
	expect(rest.asked).toEqual([]);
	await expect(events()).resolves.toEqual([]);
});

test('whom it leads to another account is signed in by the REST API, and no session of the other is opened again', async () => {
	const rest = bridge('rest');
	const { cas, signIn, events, pass } = guarded(mismatch, rest);
	await expect(signIn()).resolves.toBe(rest.entry);
	await expect(signIn()).resolves.toBe(rest.entry);
	expect(cas.asked).toHaveLength(1);
	await expect(events()).resolves.toEqual([['cas_id_elsewhere', 'second']]);
	pass(3600_000);
	await expect(signIn()).resolves.toBe(rest.entry);
	expect(cas.asked).toHaveLength(2);
});

test('without the REST API it is refused, for an hour without another try, and then tried again', async () => {
	const { cas, signIn, events, pass } = guarded(mismatch);
	for (let tries = 0; tries < 3; tries++) await expect(signIn()).rejects.toMatchObject({ code: 'session_mismatch' });
	expect(cas.asked).toHaveLength(1);
	await expect(events()).resolves.toHaveLength(1);
	pass(3600_000);
	await expect(signIn()).rejects.toMatchObject({ code: 'session_mismatch' });
	expect(cas.asked).toHaveLength(2);
});

test('any other refusal is that of core', async () => {
	const refusal = new LoginError('session_refused');
	const rest = bridge('rest');
	const { signIn, events } = guarded(refusal, rest);
	await expect(signIn()).rejects.toBe(refusal);
	expect(rest.asked).toEqual([]);
	await expect(events()).resolves.toEqual([]);
});
