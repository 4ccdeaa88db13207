import fc from 'fast-check';

import { Audit } from '../../../src/attempts/audit';
import type { Session } from '../../../src/workspace/session/session';
import { ProcessMemory } from '../../../src/host/memory';
import { applicant } from '../support/applicant';
import { CoreAccounts } from '../support/core';
import { withoutLinking } from '../support/policy';
import { decideAndApply, sessionOf } from '../support/signingIn';
import { portsWith } from '../support/ports';
import type { Step } from '../support/store';
import { crashAt, MemoryStore } from '../support/store';
import type { Ports } from '../../../src/ports/ports';
import type { Applicant } from '../../../src/accounts/applicant';

const signIn = async (who: Applicant, core: CoreAccounts, ports: Ports): Promise<Session> =>
	sessionOf(await decideAndApply(who, withoutLinking, core, ports));

/** Ids of the accounts of whose creation the audit tells. */
const creationsIn = async (ports: Ports): Promise<unknown[]> =>
	(await new Audit(ports).all()).flatMap(({ event, userId }) => (event === 'account_created' ? [userId] : []));

const on = (core: CoreAccounts, store: MemoryStore) =>
	portsWith({ directory: core, store, memory: new ProcessMemory() });

test('two first sign-ins at once, on two instances, make one account that its person gets into ever after', async () => {
	const outcomes = new Set<string>();
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), async (scheduler) => {
			const step: Step = () => scheduler.schedule(Promise.resolve());
			const [core, store] = [new CoreAccounts(step), new MemoryStore()];
			const trials = [1, 2].map(() => signIn(applicant(), core, on(core, store.by(step))));
			const settled = await scheduler.waitFor(Promise.allSettled(trials));
			outcomes.add(settled.map(({ status }) => status).join());
			expect(core.users).toHaveLength(1);

			const { userId } = await scheduler.waitFor(signIn(applicant(), core, on(core, store)));
			expect(userId).toBe(core.users[0]!.id);
			for (const one of settled) if (one.status === 'fulfilled') expect(one.value.userId).toBe(userId);
			expect(await scheduler.waitFor(creationsIn(on(core, store)))).toEqual([userId]);
		}),
		{ numRuns: 200 },
	);
	expect(outcomes).toContain('fulfilled,fulfilled');
});

test('of two people who would have the same name, one gets it and the other gets nothing', async () => {
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), async (scheduler) => {
			const step: Step = () => scheduler.schedule(Promise.resolve());
			const [core, store] = [new CoreAccounts(step), new MemoryStore()];
			const people = ['1', '2'].map((subject) => applicant({ subject, email: `${subject}@good.com` }));
			const trials = people.map((one) => signIn(one, core, on(core, store.by(step))));
			const settled = await scheduler.waitFor(Promise.allSettled(trials));
			expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
			expect(core.users).toHaveLength(1);
			expect(store.count('pending-link')).toBe(0);
		}),
		{ numRuns: 100 },
	);
});

/** More than there are, so that the last ones run to the end. */
const steps = Array.from({ length: 24 }, (_, index) => index + 1);

test.each(steps)(
	'a crash at step %i of a first sign-in: the next try gets into the one account, and the audit tells of it once',
	async (n) => {
		const [core, store] = [new CoreAccounts(), new MemoryStore()];
		const crash = crashAt(n);
		const outcome = await signIn(applicant(), core, on(core, store.by(crash))).catch((error: unknown) => error);
		// What is lost of the audit alone keeps nobody out.
		const isIn = !(outcome instanceof Error);
		const signedIn = expect.objectContaining({ userId: core.users[0]?.id });
		expect(outcome).toEqual(crash.crashed && !isIn ? new Error('crash') : signedIn);
		const { userId } = await signIn(applicant(), core, on(core, store));
		expect(core.users.map(({ id }) => id)).toEqual([userId]);
		expect(store.count('link:')).toBe(1);
		expect(await creationsIn(on(core, store))).toEqual([userId]);
	},
);

test('the steps above hold a crash of every kind, and a whole sign-in', async () => {
	const crash = crashAt(steps.length);
	const core = new CoreAccounts();
	await signIn(applicant(), core, on(core, new MemoryStore().by(crash)));
	expect(crash.crashed).toBe(false);
});
